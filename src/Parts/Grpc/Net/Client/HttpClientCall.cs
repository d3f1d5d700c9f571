using System.IO.Pipelines;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <summary>A call going out as an HTTP request; reads its responses one at a time as its caller asks for them.</summary>
internal sealed partial class HttpClientCall<TRequest, TResponse> : IAsyncStreamReader<TResponse>, IDisposable
    where TRequest : class
    where TResponse : class
{
    private readonly GrpcChannel _channel;
    private readonly Method<TRequest, TResponse> _method;
    private readonly CallOptions _options;
    private readonly CancellationTokenSource _cancellation = new();
    private readonly CancellationTokenRegistration _callerCancellation;
    private readonly Lock _endLock = new();
    private Task<Metadata> _headers = Task.FromResult(Metadata.Empty);
    private HttpResponseMessage? _response;
    private MessageReader? _reader;
    private ITimer? _timer;
    private Status? _status;
    private Metadata _trailers = Metadata.Empty;
    private TResponse? _current;
    private int _reading;
    private volatile bool _deadlinePassed;
    private volatile bool _cancelled;

    public HttpClientCall(GrpcChannel channel, Method<TRequest, TResponse> method, CallOptions options)
    {
        (_channel, _method, _options) = (channel, method, options);
        _callerCancellation = options.CancellationToken.UnsafeRegister(static call => ((HttpClientCall<TRequest, TResponse>)call!).Cancel(), this);
    }

    public TResponse Current => _current ?? throw new InvalidOperationException("There is no current message; MoveNext must return true first.");

    /// <summary>Sends the request; completes with the response headers.</summary>
    public Task<Metadata> StartAsync(TRequest request)
    {
        _headers = SendAsync(request);
        // Whoever reads the responses sees the failure; the headers need not be looked at.
        _ = _headers.ContinueWith(
            static headers => headers.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
        return _headers;
    }

    public async Task<TResponse> ReadUnaryAsync()
    {
        if (!await MoveNext(CancellationToken.None).ConfigureAwait(false))
            throw Failed(new Status(StatusCode.Internal, "The server ended the call with OK but without a message."));
        var message = _current!;
        if (await MoveNext(CancellationToken.None).ConfigureAwait(false))
            throw Failed(new Status(StatusCode.Internal, "The server sent more than one message."));
        return message;
    }

    public async Task<bool> MoveNext(CancellationToken cancellationToken)
    {
        if (Interlocked.Exchange(ref _reading, 1) != 0)
            throw new InvalidOperationException("Can't read the next message because the previous read is still in progress.");
        try
        {
            using var registration = cancellationToken.UnsafeRegister(static call => ((HttpClientCall<TRequest, TResponse>)call!).Cancel(), this);
            await _headers.ConfigureAwait(false);
            if (_status is null)
                _current = await _reader!.ReadAsync(_method.ResponseMarshaller, _cancellation.Token).ConfigureAwait(false);
            else
                _current = null;
            if (_current is not null)
                return true;
            End(StatusOf(_response!.TrailingHeaders), _response.TrailingHeaders);
        }
        catch (Exception e)
        {
            throw Failed(StatusOf(e));
        }
        finally
        {
            Volatile.Write(ref _reading, 0);
        }

        return _status!.Value.StatusCode == StatusCode.OK ? false : throw Error();
    }

    public Status GetStatus() => _status ?? throw new InvalidOperationException("The status is known when the call has ended.");

    public Metadata GetTrailers() =>
        _status is null ? throw new InvalidOperationException("The trailers are known when the call has ended.") : _trailers;

    public void Dispose() => End(new Status(StatusCode.Cancelled, "gRPC call disposed."), null);

    private async Task<Metadata> SendAsync(TRequest request)
    {
        try
        {
            var message = CreateRequest(request);
            _response = await _channel.SendAsync(message, _cancellation.Token).ConfigureAwait(false);
            if (StatusOfHead(_response) is { } status)
            {
                End(status, _response.Headers);
                return Metadata.Empty;
            }

            var body = await _response.Content.ReadAsStreamAsync(_cancellation.Token).ConfigureAwait(false);
            _reader = new MessageReader(PipeReader.Create(body), _channel.Options.MaxReceiveMessageSize, EncodingOf(_response));
            return MetadataOf(_response.Headers);
        }
        catch (Exception e)
        {
            throw Failed(StatusOf(e));
        }
    }

    private Status StatusOf(Exception exception)
    {
        if (_deadlinePassed)
            return new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded", exception);
        if (_cancelled)
            return new Status(StatusCode.Cancelled, "Call canceled by the client.", exception);
        return exception switch
        {
            RpcException rpc => rpc.Status,
            InvalidProtocolBufferException => new Status(StatusCode.Internal, $"The response is not a {typeof(TResponse).Name}.", exception),
            _ => HttpStatuses.Of(exception),
        };
    }

    private Exception Failed(Status status)
    {
        End(status, null);
        return Error();
    }

    private Exception Error()
    {
        var status = _status!.Value;
        var error = new RpcException(status, _trailers);
        return _channel.Options.ThrowOperationCanceledOnCancellation && (_deadlinePassed || _cancelled)
            ? new OperationCanceledException(status.Detail, error, _cancellation.Token)
            : error;
    }

    private void Cancel()
    {
        lock (_endLock)
        {
            if (_status is not null)
                return;
            _cancelled = true;
        }

        _cancellation.Cancel();
    }
}
