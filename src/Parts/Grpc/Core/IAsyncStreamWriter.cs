namespace Grpc.Core;

/// <summary>Takes the messages of a stream, one at a time: the next write begins when the last has completed.</summary>
public interface IAsyncStreamWriter<in T>
{
    WriteOptions? WriteOptions { get; set; }

    /// <summary>Completes when the peer's window has taken the message or there is buffer left for it.</summary>
    /// <exception cref="InvalidOperationException">Another write is still in progress, or the call has ended.</exception>
    Task WriteAsync(T message);

    /// <inheritdoc cref="WriteAsync(T)"/>
    Task WriteAsync(T message, CancellationToken cancellationToken)
    {
        if (cancellationToken.CanBeCanceled)
            throw new NotSupportedException("Cancellation of stream writes is not supported by this stream.");
        return WriteAsync(message);
    }
}
