using System.Buffers.Binary;
using System.Net;
using System.Net.Http.Headers;

namespace Streaming.Benchmarks;

/// <summary>Takes framed messages off an HTTP/2 stream and forgets them: as light as a watcher can be, the same for service and rival.</summary>
internal sealed class RawWatch(string address) : IDisposable
{
    private const int HeaderBytes = 5;

    private readonly HttpClient _client = new(new SocketsHttpHandler { EnableMultipleHttp2Connections = true })
    {
        BaseAddress = new Uri(address),
        Timeout = Timeout.InfiniteTimeSpan,
    };

    /// <summary>Reads until so many messages have come.</summary>
    /// <param name="request">A serialised WatchRequest; the rival does not look at it.</param>
    /// <param name="copy">Takes every byte read, where they are wanted.</param>
    public async Task ReadAsync(byte[] request, int messages, Stream? copy, CancellationToken cancellationToken)
    {
        using var response = await OpenAsync(request, cancellationToken);
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[1 << 16];
        var (kept, skip) = (0, 0);
        while (messages > 0)
        {
            var read = await body.ReadAsync(buffer.AsMemory(kept), cancellationToken);
            if (read == 0) throw new InvalidOperationException($"the stream ended with {messages} messages missing");
            if (copy is not null) await copy.WriteAsync(buffer.AsMemory(kept, read), cancellationToken);
            var (at, end) = (0, kept + read);
            while (true)
            {
                var step = Math.Min(skip, end - at);
                (at, skip) = (at + step, skip - step);
                if (skip > 0 || end - at < HeaderBytes) break;
                skip = (int)BinaryPrimitives.ReadUInt32BigEndian(buffer.AsSpan(at + 1));
                (at, messages) = (at + HeaderBytes, messages - 1);
            }
            kept = end - at;
            buffer.AsSpan(at, kept).CopyTo(buffer);
        }
    }

    /// <summary>A stream that nobody reads.</summary>
    public async Task<HttpResponseMessage> OpenAsync(byte[] request, CancellationToken cancellationToken)
    {
        var frame = new byte[HeaderBytes + request.Length];
        BinaryPrimitives.WriteUInt32BigEndian(frame.AsSpan(1), (uint)request.Length);
        request.CopyTo(frame, HeaderBytes);
        var message = new HttpRequestMessage(HttpMethod.Post, "/streaming.v1.SleepMonitor/Watch")
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
            Content = new ByteArrayContent(frame),
        };
        message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        message.Headers.TE.Add(new TransferCodingWithQualityHeaderValue("trailers"));
        var response = await _client.SendAsync(message, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        response.EnsureSuccessStatusCode();
        return response;
    }

    public void Dispose() => _client.Dispose();
}
