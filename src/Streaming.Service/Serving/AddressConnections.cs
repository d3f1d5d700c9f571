using System.Net;
using System.Net.Sockets;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using Streaming.Service.Access;

namespace Streaming.Service.Serving;

/// <summary>Leaves half of the connections there may be to others, however many one address opens. Behind a proxy that is named are many callers.</summary>
internal sealed partial class AddressConnections(IOptions<ServingOptions> options, CallLimits limits, ILogger<AddressConnections> logger) : IDisposable
{
    private const int NetworkBytes = 8; // an IPv6 caller has as many addresses as it likes, in one network of 64 bits
    private readonly IReadOnlyList<IPNetwork> _proxies = ProxyList.Read(options.Value.Proxies).Networks;

    private readonly PartitionedRateLimiter<string> _held = PartitionedRateLimiter.Create<string, string>(address =>
        RateLimitPartition.GetConcurrencyLimiter(address, _ => new ConcurrencyLimiterOptions { PermitLimit = Most(options.Value), QueueLimit = 0 }));

    public ConnectionDelegate Before(ConnectionDelegate next) => async connection =>
    {
        if ((connection.RemoteEndPoint as IPEndPoint)?.Address is not { } address || _proxies.Any(proxy => proxy.Contains(address)))
        {
            await next(connection);
            return;
        }
        using var lease = _held.AttemptAcquire(Caller(address));
        if (lease.IsAcquired)
        {
            await next(connection);
            return;
        }
        if (limits.MayBeLogged(address.ToString(), "too many connections")) LogRefused(address, Most(options.Value));
        connection.Abort();
    };

    public void Dispose() => _held.Dispose();

    private static int Most(ServingOptions options) => Math.Max(1, options.ConnectionLimit / 2);

    private static string Caller(IPAddress address) => address.IsIPv4MappedToIPv6 ? address.MapToIPv4().ToString()
        : address.AddressFamily == AddressFamily.InterNetworkV6 ? Convert.ToHexString(address.GetAddressBytes(), 0, NetworkBytes) : address.ToString();

    [LoggerMessage(5016, LogLevel.Warning, "{Address} has {Most} connections, half of those there may be; more are refused")]
    private partial void LogRefused(IPAddress address, int most);
}
