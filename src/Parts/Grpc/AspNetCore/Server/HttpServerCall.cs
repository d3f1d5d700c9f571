using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Http;

namespace Grpc.AspNetCore.Server;

/// <summary>A call that came in as an HTTP request: what the handler sees of it, and its end.</summary>
internal sealed partial class HttpServerCall(HttpContext http, GrpcHost host, bool isWeb) : ServerCallContext
{
    // Timers cannot be set further ahead than this; such a deadline outlives any connection.
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private readonly CancellationTokenSource? _deadlineCancellation = http.Request.Headers.ContainsKey(GrpcHeaders.Timeout)
        ? CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted)
        : null;

    private ServerDeadline _deadline = ServerDeadline.None;
    private ITimer? _timer;
    private Metadata? _requestHeaders;
    private Metadata? _trailers;
    private AuthContext? _authContext;
    private MessageReader? _messages;
    private volatile bool _deadlinePassed;
    private volatile bool _peerGone;

    public HttpContext HttpContext { get; } = http;

    protected override string MethodCore => HttpContext.Request.Path.Value ?? "";

    protected override string HostCore => HttpContext.Request.Host.Value ?? "";

    protected override string PeerCore => PeerOf(HttpContext.Connection);

    protected override DateTime DeadlineCore => _deadline.Utc;

    protected override Metadata RequestHeadersCore => _requestHeaders ??= ReadRequestHeaders();

    protected override CancellationToken CancellationTokenCore => _deadlineCancellation?.Token ?? HttpContext.RequestAborted;

    protected override Metadata ResponseTrailersCore => _trailers ??= [];

    protected override Status StatusCore { get; set; } = Status.DefaultSuccess;

    protected override WriteOptions? WriteOptionsCore { get; set; }

    protected override AuthContext AuthContextCore => _authContext ??= new AuthContext(null, []);

    /// <summary>Begins to watch the deadline.</summary>
    public void Start()
    {
        _deadline = ServerDeadline.Parse(HttpContext.Request.Headers[GrpcHeaders.Timeout], host.Time);
        if (_deadline.Timeout is not { } timeout || timeout >= LongestTimer)
            return;
        _ended = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _timer = host.Time.CreateTimer(static call => ((HttpServerCall)call!).OnDeadline(), this, timeout, Timeout.InfiniteTimeSpan);
    }

    /// <summary>The one request message.</summary>
    /// <exception cref="RpcException">There is none, there are two, or it does not parse.</exception>
    public async ValueTask<T> ReadRequestAsync<T>(Marshaller<T> marshaller)
        where T : class
    {
        var request = await ReadMessageAsync(marshaller, CancellationToken).ConfigureAwait(false)
            ?? throw new RpcException(new Status(StatusCode.Internal, "The request holds no message."));
        if (await ReadMessageAsync(marshaller, CancellationToken).ConfigureAwait(false) is not null)
            throw new RpcException(new Status(StatusCode.Internal, "The request holds more than one message."));
        return request;
    }

    /// <summary>The next request message, or null where the peer has said that it sends no more.</summary>
    /// <exception cref="RpcException">It does not parse, is too large or torn.</exception>
    public async ValueTask<T?> ReadMessageAsync<T>(Marshaller<T> marshaller, CancellationToken cancellationToken)
        where T : class
    {
        _messages ??= Messages();
        try
        {
            return await _messages.ReadAsync(marshaller, cancellationToken).ConfigureAwait(false);
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The request is not a {typeof(T).Name}: {e.Message}", e));
        }
        catch (Exception e) when (IsDisconnect(e))
        {
            _peerGone = true;
            throw;
        }
    }

    /// <summary>The status a call ends with that threw.</summary>
    public Status StatusOf(Exception exception)
    {
        if (_deadlinePassed)
            return DeadlineStatus();
        if (_peerGone || HttpContext.RequestAborted.IsCancellationRequested)
        {
            // Ordinary: a browser was closed. A write may learn of it before the request's own token does.
            Log.ClientWent(host.Logger, Method);
            return new Status(StatusCode.Cancelled, "The client has gone.");
        }

        if (exception is RpcException rpc)
        {
            foreach (var trailer in rpc.Trailers)
                ResponseTrailers.Add(trailer);
            return rpc.Status;
        }

        Log.HandlerThrew(host.Logger, Method, exception);
        return new Status(StatusCode.Unknown, host.Options.EnableDetailedErrors == true
            ? $"Exception was thrown by handler. {exception.GetType().Name}: {exception.Message}"
            : "Exception was thrown by handler.");
    }

    protected override ContextPropagationToken CreatePropagationTokenCore(ContextPropagationOptions? options) =>
        throw new NotSupportedException("Pass this call's Deadline and CancellationToken to the child call instead.");

    private MessageReader Messages()
    {
        var encoding = (string?)HttpContext.Request.Headers[GrpcHeaders.Encoding];
        if (encoding is null or GrpcHeaders.Identity or GrpcHeaders.Gzip)
            return new MessageReader(HttpContext.Request.BodyReader, host.Options.MaxReceiveMessageSize, encoding);
        HttpContext.Response.Headers[GrpcHeaders.AcceptEncoding] = GrpcHeaders.Accepted;
        throw MessageErrors.UnsupportedEncoding(encoding);
    }

    // What Kestrel's pipes throw when the connection or the stream is no more.
    private static bool IsDisconnect(Exception exception) => exception is IOException or ConnectionAbortedException;

    private static Status DeadlineStatus() => new(StatusCode.DeadlineExceeded, "Deadline Exceeded");

    private static string PeerOf(ConnectionInfo connection) => connection.RemoteIpAddress switch
    {
        null => "unknown",
        { AddressFamily: AddressFamily.InterNetworkV6 } address => $"ipv6:[{address}]:{connection.RemotePort}",
        var address => $"ipv4:{address}:{connection.RemotePort}",
    };

    private Metadata ReadRequestHeaders()
    {
        var metadata = new Metadata();
        foreach (var (name, values) in HttpContext.Request.Headers)
        {
            foreach (var value in values)
                metadata.AddHeader(name, value);
        }

        return metadata.Freeze();
    }
}
