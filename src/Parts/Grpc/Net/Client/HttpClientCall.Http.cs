using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using Grpc.Core;
using Grpc.Framing;

namespace Grpc.Net.Client;

/// <content>The HTTP request and what its response says about the call.</content>
internal sealed partial class HttpClientCall<TRequest, TResponse>
{
    private static readonly TimeSpan LongestTimer = TimeSpan.FromDays(49);

    private HttpRequestMessage CreateRequest(TRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Post, new Uri(_channel.Address, _method.FullName))
        {
            Version = HttpVersion.Version20,
            VersionPolicy = HttpVersionPolicy.RequestVersionExact,
        };
        message.Headers.TryAddWithoutValidation("te", "trailers");
        message.Headers.TryAddWithoutValidation("user-agent", "grpc-streaming-parts");
        message.Headers.TryAddWithoutValidation(GrpcHeaders.AcceptEncoding, GrpcHeaders.Accepted);
        foreach (var entry in _options.Headers ?? Metadata.Empty)
        {
            if (!HeaderMetadata.IsTransport(entry.Key))
                message.Headers.TryAddWithoutValidation(entry.Key, entry.ToHeaderValue());
        }

        StartDeadline(message);
        message.Content = FramedContent.Of(request, _method.RequestMarshaller, _channel.Options.MaxSendMessageSize);
        return message;
    }

    private void StartDeadline(HttpRequestMessage message)
    {
        if (_options.Deadline is not { } deadline || deadline == DateTime.MaxValue)
            return;
        var timeout = deadline.ToUniversalTime() - _channel.Options.Time.GetUtcNow().UtcDateTime;
        if (timeout <= TimeSpan.Zero)
        {
            _deadlinePassed = true;
            throw new RpcException(new Status(StatusCode.DeadlineExceeded, "Deadline Exceeded"));
        }

        message.Headers.TryAddWithoutValidation(GrpcHeaders.Timeout, GrpcTimeout.Format(timeout));
        if (timeout < LongestTimer)
        {
            _timer = _channel.Options.Time.CreateTimer(
                static call => ((HttpClientCall<TRequest, TResponse>)call!).OnDeadline(), this, timeout, Timeout.InfiniteTimeSpan);
        }
    }

    private void OnDeadline()
    {
        lock (_endLock)
        {
            if (_status is not null)
                return;
            _deadlinePassed = true;
        }

        _cancellation.Cancel();
    }

    /// <summary>The status where the head of the response already says it: an HTTP error, or a response without a body.</summary>
    private static Status? StatusOfHead(HttpResponseMessage response)
    {
        if (response.Headers.Contains(GrpcHeaders.Status))
            return StatusOf(response.Headers);
        if (response.StatusCode != HttpStatusCode.OK)
            return HttpStatuses.Of(response.StatusCode);
        var contentType = response.Content.Headers.ContentType?.ToString();
        return GrpcHeaders.IsGrpc(contentType)
            ? null
            : new Status(StatusCode.Cancelled, $"Bad gRPC response. Content-Type '{contentType}' is not {GrpcHeaders.ContentType}.");
    }

    private static Status StatusOf(HttpHeaders headers)
    {
        if (!headers.NonValidated.TryGetValues(GrpcHeaders.Status, out var values))
            return new Status(StatusCode.Internal, "The server ended the call without a status.");
        if (!int.TryParse(values.ToString(), NumberStyles.None, CultureInfo.InvariantCulture, out var code))
            return new Status(StatusCode.Unknown, $"The server ended the call with the status '{values}'.");
        var detail = headers.NonValidated.TryGetValues(GrpcHeaders.Message, out var message) ? PercentEncoding.Decode(message.ToString()) : "";
        return new Status((StatusCode)code, detail);
    }

    private static string? EncodingOf(HttpResponseMessage response) =>
        response.Headers.NonValidated.TryGetValues(GrpcHeaders.Encoding, out var values) ? values.ToString() : null;

    private static Metadata MetadataOf(HttpHeaders headers)
    {
        var metadata = new Metadata();
        foreach (var (name, values) in headers.NonValidated)
        {
            foreach (var value in values)
                metadata.AddHeader(name, value);
        }

        return metadata;
    }

    /// <summary>The first end counts: it fixes status and trailers and lets go of the stream, resetting it where it is still open.</summary>
    private void End(Status status, HttpHeaders? trailers)
    {
        lock (_endLock)
        {
            if (_status is not null)
                return;
            _trailers = trailers is null ? Metadata.Empty : MetadataOf(trailers);
            _status = status;
        }

        _timer?.Dispose();
        _callerCancellation.Dispose();
        if (trailers is null)
            _cancellation.Cancel();
        _response?.Dispose();
    }
}
