using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Writes the responses of a streaming call; waits for the peer's HTTP/2 window.</summary>
internal sealed class ServerStreamWriter<T>(HttpServerCall call, Marshaller<T> marshaller) : IServerStreamWriter<T>
    where T : class
{
    public WriteOptions? WriteOptions { get; set; }

    public Task WriteAsync(T message) => WriteAsync(message, CancellationToken.None);

    public Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        var flush = ((WriteOptions ?? call.WriteOptions)?.Flags & WriteFlags.BufferHint) is null or 0;
        return cancellationToken.CanBeCanceled && cancellationToken != call.CancellationToken
            ? WriteLinkedAsync(message, flush, cancellationToken)
            : call.WriteMessageAsync(message, marshaller, flush, call.CancellationToken).AsTask();
    }

    private async Task WriteLinkedAsync(T message, bool flush, CancellationToken cancellationToken)
    {
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.CancellationToken);
        await call.WriteMessageAsync(message, marshaller, flush, linked.Token).ConfigureAwait(false);
    }
}
