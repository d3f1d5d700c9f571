namespace Grpc.Net.Client;

/// <summary>Options of a channel.</summary>
public sealed class GrpcChannelOptions
{
    /// <summary>The protocol's customary limit of a received message.</summary>
    public const int DefaultMaxReceiveMessageSize = 4 * 1024 * 1024;

    /// <summary>Bytes; null for no limit.</summary>
    public int? MaxReceiveMessageSize { get; set; } = DefaultMaxReceiveMessageSize;

    /// <summary>Bytes; null for no limit.</summary>
    public int? MaxSendMessageSize { get; set; }

    /// <summary>Sends the requests; a SocketsHttpHandler of the channel's own where null. Not together with <see cref="HttpClient"/>.</summary>
    public HttpMessageHandler? HttpHandler { get; set; }

    /// <summary>Sends the requests. Not together with <see cref="HttpHandler"/>.</summary>
    public HttpClient? HttpClient { get; set; }

    /// <summary>Disposes the given handler or client with the channel.</summary>
    public bool DisposeHttpClient { get; set; }

    /// <summary>Cancelled and timed-out calls throw OperationCanceledException instead of RpcException.</summary>
    public bool ThrowOperationCanceledOnCancellation { get; set; }

    /// <summary>Clock of the deadlines.</summary>
    internal TimeProvider Time { get; set; } = TimeProvider.System;
}
