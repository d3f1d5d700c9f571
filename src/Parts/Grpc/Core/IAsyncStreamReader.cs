namespace Grpc.Core;

/// <summary>Gives the messages of a stream.</summary>
public interface IAsyncStreamReader<out T>
{
    T Current { get; }

    /// <summary>True when <see cref="Current"/> holds the next message, false at the end of a stream that ended with OK.</summary>
    Task<bool> MoveNext(CancellationToken cancellationToken);
}
