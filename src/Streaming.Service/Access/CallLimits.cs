using System.Threading.RateLimiting;
using Microsoft.Extensions.Options;

namespace Streaming.Service.Access;

/// <summary>How much one peer may ask of the service. A peer beyond its limit is refused at once; it never waits, and it holds nobody else up.</summary>
internal sealed class CallLimits(IOptions<AccessOptions> options) : IDisposable
{
    private readonly PartitionedRateLimiter<string> _calls = PartitionedRateLimiter.Create<string, string>(peer =>
        RateLimitPartition.GetTokenBucketLimiter(peer, _ => new TokenBucketRateLimiterOptions
        {
            TokenLimit = options.Value.CallBurst,
            TokensPerPeriod = options.Value.CallsPerSecond,
            ReplenishmentPeriod = TimeSpan.FromSeconds(1),
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<string> _streams = PartitionedRateLimiter.Create<string, string>(peer =>
        RateLimitPartition.GetConcurrencyLimiter(peer, _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.StreamsPerPeer, QueueLimit = 0 }));

    // The bucket fills again while a call that is not read to its end goes on: what it holds would grow without one.
    private readonly PartitionedRateLimiter<string> _underWay = PartitionedRateLimiter.Create<string, string>(peer =>
        RateLimitPartition.GetConcurrencyLimiter(peer, _ => new ConcurrencyLimiterOptions { PermitLimit = options.Value.CallBurst, QueueLimit = 0 }));

    private readonly PartitionedRateLimiter<string> _refusals = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetFixedWindowLimiter(address, _ => new FixedWindowRateLimiterOptions
        {
            PermitLimit = options.Value.RefusalsPerMinute,
            Window = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        }));

    private readonly PartitionedRateLimiter<string> _reasons = PartitionedRateLimiter.Create<string, string>(reason =>
        RateLimitPartition.GetFixedWindowLimiter(reason, _ => new FixedWindowRateLimiterOptions { PermitLimit = 1, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 }));

    /// <summary>What a peer that calls too often is told.</summary>
    public string TooManyCalls { get; } =
        $"too many calls: {options.Value.CallBurst} at once and {options.Value.CallsPerSecond} a second may be; ask again in a second";

    /// <summary>What a peer is told whose calls do not end.</summary>
    public string TooManyAtOnce { get; } = $"too many calls: {options.Value.CallBurst} are under way; end some";

    /// <summary>What a peer that opens too many streams is told.</summary>
    public string TooManyStreams { get; } = $"too many streams: {options.Value.StreamsPerPeer} of one caller may be; close some";

    public bool MayCall(string peer)
    {
        using var lease = _calls.AttemptAcquire(peer);
        return lease.IsAcquired;
    }

    /// <summary>Held for as long as the stream lasts; null: the peer has as many as it may.</summary>
    public IDisposable? TryHoldStream(string peer) => Held(_streams.AttemptAcquire(peer));

    /// <summary>Held for as long as the call lasts; null: the peer has as many under way as it may make at once.</summary>
    public IDisposable? TryHoldCall(string peer) => Held(_underWay.AttemptAcquire(peer));

    /// <summary>Counts a refusal; false: there were so many that no more are looked into or written down for now.</summary>
    public bool MayBeRefusedAloud(string address)
    {
        using var lease = _refusals.AttemptAcquire(address);
        return lease.IsAcquired;
    }

    /// <summary>Counts a connection that did not come about; false: it was for a reason that the log had a moment ago, or there were too many of this address.</summary>
    public bool MayBeLogged(string address, string reason)
    {
        using var lease = _reasons.AttemptAcquire(reason);
        return lease.IsAcquired && MayBeRefusedAloud("connections of " + address);
    }

    public void Dispose()
    {
        _underWay.Dispose();
        _reasons.Dispose();
        _calls.Dispose();
        _streams.Dispose();
        _refusals.Dispose();
    }

    private static RateLimitLease? Held(RateLimitLease lease)
    {
        if (lease.IsAcquired) return lease;
        lease.Dispose();
        return null;
    }
}
