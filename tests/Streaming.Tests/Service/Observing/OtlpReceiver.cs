using System.Collections.Concurrent;
using System.Net;

namespace Streaming.Tests.Service.Observing;

/// <summary>A collector that takes OTLP over HTTP and keeps what it was sent.</summary>
internal sealed class OtlpReceiver : IDisposable
{
    private readonly HttpListener _listener = new();
    private readonly ConcurrentQueue<(string ContentType, byte[] Body)> _received = new();
    private readonly SemaphoreSlim _came = new(0);

    public OtlpReceiver()
    {
        Endpoint = new Uri(FormattableString.Invariant($"http://127.0.0.1:{LoopbackPort.Free()}/v1/metrics"));
        _listener.Prefixes.Add(Endpoint.AbsoluteUri + "/");
        _listener.Start();
        _ = TakeAsync();
    }

    public Uri Endpoint { get; }

    /// <summary>The next export.</summary>
    public async Task<(string ContentType, byte[] Body)> NextAsync()
    {
        await _came.WaitAsync(TestContext.Current.CancellationToken);
        return _received.TryDequeue(out var export) ? export : throw new InvalidOperationException("Nothing came.");
    }

    public void Dispose()
    {
        _listener.Close();
        _came.Dispose();
    }

    private async Task TakeAsync()
    {
        try
        {
            while (true)
            {
                var context = await _listener.GetContextAsync();
                using var body = new MemoryStream();
                await context.Request.InputStream.CopyToAsync(body);
                _received.Enqueue((context.Request.ContentType ?? "", body.ToArray()));
                context.Response.ContentType = "application/x-protobuf";
                context.Response.Close();
                _came.Release();
            }
        }
        catch (Exception closed) when (closed is HttpListenerException or ObjectDisposedException)
        {
            // Disposed of.
        }
    }
}
