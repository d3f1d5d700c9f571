using System.Net;
using System.Net.Sockets;

namespace Streaming.Tests;

/// <summary>A loopback port on which nothing listens.</summary>
internal static class LoopbackPort
{
    public static int Free()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
