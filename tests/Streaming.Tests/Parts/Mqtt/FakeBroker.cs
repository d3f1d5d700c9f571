using System.Net;
using System.Net.Sockets;

namespace Streaming.Tests.Parts.Mqtt;

/// <summary>A listener whose every answer the test writes itself.</summary>
internal sealed class FakeBroker : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public FakeBroker() => _listener.Start();

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public async Task<FakeBrokerConnection> AcceptAsync() =>
        new(await _listener.AcceptTcpClientAsync(TestContext.Current.CancellationToken));

    public void Dispose() => _listener.Dispose();
}
