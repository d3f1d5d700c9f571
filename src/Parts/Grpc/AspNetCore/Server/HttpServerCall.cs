using System.Net;
using System.Net.Sockets;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Framing;
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
    private volatile bool _deadlinePassed;

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
        var encoding = (string?)HttpContext.Request.Headers[GrpcHeaders.Encoding];
        if (encoding is not (null or GrpcHeaders.Identity or GrpcHeaders.Gzip))
        {
            HttpContext.Response.Headers[GrpcHeaders.AcceptEncoding] = GrpcHeaders.Accepted;
            throw MessageErrors.UnsupportedEncoding(encoding);
        }

        var reader = new MessageReader(HttpContext.Request.BodyReader, host.Options.MaxReceiveMessageSize, encoding);
        try
        {
            var request = await reader.ReadAsync(marshaller, CancellationToken).ConfigureAwait(false)
                ?? throw new RpcException(new Status(StatusCode.Internal, "The request holds no message."));
            if (await reader.ReadAsync(marshaller, CancellationToken).ConfigureAwait(false) is not null)
                throw new RpcException(new Status(StatusCode.Internal, "The request holds more than one message."));
            return request;
        }
        catch (InvalidProtocolBufferException e)
        {
            throw new RpcException(new Status(StatusCode.InvalidArgument, $"The request is not a {typeof(T).Name}: {e.Message}", e));
        }
    }

    /// <summary>The status a call ends with that threw.</summary>
    public Status StatusOf(Exception exception)
    {
        if (_deadlinePassed)
            return DeadlineStatus();
        if (HttpContext.RequestAborted.IsCancellationRequested)
            return new Status(StatusCode.Cancelled, "The client has gone.");
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
