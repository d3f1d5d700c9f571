namespace Streaming.Replay.Gateway;

/// <summary>How far a bed has come; written by its player, read by whoever reports.</summary>
internal sealed class BedProgress(string bed)
{
    private long _sent, _acknowledged, _withheld, _backfilled, _playedMilliseconds;
    private volatile string? _refusal, _away;
    private volatile bool _isConnected, _hasEnded;

    public string Bed { get; } = bed;

    public long Sent => Interlocked.Read(ref _sent);

    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Blocks left out on purpose, see <c>--withhold</c>.</summary>
    public long Withheld => Interlocked.Read(ref _withheld);

    /// <summary>Blocks sent in answer to backfill requests.</summary>
    public long Backfilled => Interlocked.Read(ref _backfilled);

    public double PlayedSeconds => Interlocked.Read(ref _playedMilliseconds) / 1e3;

    /// <summary>The broker's reason for refusing a message, or null.</summary>
    public string? Refusal { get => _refusal; set => _refusal = value; }

    /// <summary>Why it is not connected; null while it is, and before the first attempt has failed.</summary>
    public string? Away { get => _away; set => _away = value; }

    public bool IsConnected { get => _isConnected; set => _isConnected = value; }

    /// <summary>StudyEnded was sent and acknowledged.</summary>
    public bool HasEnded { get => _hasEnded; set => _hasEnded = value; }

    public void CountSent() => Interlocked.Increment(ref _sent);

    public void CountAcknowledged() => Interlocked.Increment(ref _acknowledged);

    public void CountWithheld() => Interlocked.Increment(ref _withheld);

    public void CountBackfilled() => Interlocked.Increment(ref _backfilled);

    public void Played(double seconds) => Interlocked.Exchange(ref _playedMilliseconds, (long)(seconds * 1e3));
}
