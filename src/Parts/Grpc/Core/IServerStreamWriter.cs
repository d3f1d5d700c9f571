namespace Grpc.Core;

/// <summary>The server's end of a response stream.</summary>
public interface IServerStreamWriter<in T> : IAsyncStreamWriter<T>;
