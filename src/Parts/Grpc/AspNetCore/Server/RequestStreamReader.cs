using Grpc.Core;

namespace Grpc.AspNetCore.Server;

/// <summary>Reads the requests of a streaming call, each when it is asked for: what is not read waits in the peer's HTTP/2 window.</summary>
internal sealed class RequestStreamReader<T>(HttpServerCall call, Marshaller<T> marshaller) : IAsyncStreamReader<T>
    where T : class
{
    private T? _current;

    public T Current => _current ?? throw new InvalidOperationException("There is no message: MoveNext has not been awaited, or gave false.");

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (!cancellationToken.CanBeCanceled || cancellationToken == call.CancellationToken)
            return await MoveAsync(call.CancellationToken).ConfigureAwait(false);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, call.CancellationToken);
        return await MoveAsync(linked.Token).ConfigureAwait(false);
    }

    private async Task<bool> MoveAsync(CancellationToken cancellationToken)
    {
        _current = null;
        _current = await call.ReadMessageAsync(marshaller, cancellationToken).ConfigureAwait(false);
        return _current is not null;
    }
}
