using System.Net;
using System.Net.Sockets;

namespace Streaming.Tests.Interop.Browser;

/// <summary>
/// The network between a page and the service. Cut, it swallows everything both ways and lets new connections hang, as a pulled cable does; what was
/// open before stays dead when it is mended.
/// </summary>
internal sealed class CutLine : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly List<TcpClient> _open = [];
    private readonly List<Task> _pumps = [];
    private readonly Lock _gate = new();
    private readonly Task _accepting;
    private int _target;
    private CancellationTokenSource _cut = new();

    public CutLine(int targetPort)
    {
        _target = targetPort;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}";

    /// <summary>Where new connections lead from now on.</summary>
    public void LeadTo(int port) => Volatile.Write(ref _target, port);

    public Task CutAsync() => _cut.CancelAsync();

    public void Mend() => _cut = new CancellationTokenSource();

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _cut.CancelAsync();
        _listener.Stop();
        await _accepting;
        lock (_gate) _open.ForEach(client => client.Dispose());
        await Task.WhenAll(_pumps);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                var near = await _listener.AcceptTcpClientAsync(_stop.Token);
                Keep(near);
                if (!_cut.IsCancellationRequested) _pumps.Add(JoinAsync(near, _cut.Token));
            }
        }
        catch (Exception end) when (end is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The line is taken down.
        }
    }

    private async Task JoinAsync(TcpClient near, CancellationToken cut)
    {
        var far = new TcpClient();
        Keep(far);
        try
        {
            await far.ConnectAsync(IPAddress.Loopback, Volatile.Read(ref _target), cut);
            await Task.WhenAny(near.GetStream().CopyToAsync(far.GetStream(), cut), far.GetStream().CopyToAsync(near.GetStream(), cut));
        }
        catch (Exception end) when (end is OperationCanceledException or IOException or SocketException or ObjectDisposedException)
        {
            // Below.
        }
        // A cut cable says nothing to either end; a service that is gone does.
        if (cut.IsCancellationRequested) return;
        near.Dispose();
        far.Dispose();
    }

    private void Keep(TcpClient client)
    {
        lock (_gate) _open.Add(client);
    }
}
