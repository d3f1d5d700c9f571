using System.Net;
using Grpc.Core;

namespace Grpc.Net.Client;

/// <summary>From failures of HTTP to gRPC statuses, as the protocol's tables say.</summary>
internal static class HttpStatuses
{
    private const long RefusedStream = 0x7;
    private const long Cancel = 0x8;
    private const long EnhanceYourCalm = 0xb;
    private const long InadequateSecurity = 0xc;

    public static Status Of(HttpStatusCode code) => new(CodeOf(code), $"Bad gRPC response. HTTP status code: {(int)code}{Words(code)}");

    // A gRPC server says none of these: somebody on the way does.
    private static string Words(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout => ", of a proxy on the way that does not reach the service",
        HttpStatusCode.RequestEntityTooLarge => ", of a proxy on the way for which the request is too large",
        _ => "",
    };

    public static Status Of(Exception exception)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            if (e is HttpProtocolException protocol)
                return new Status(CodeOf(protocol.ErrorCode), $"The server reset the call (HTTP/2 error {protocol.ErrorCode}).", exception);
        }

        return exception is HttpRequestException or IOException
            ? new Status(StatusCode.Unavailable, $"The connection failed: {Words(exception.GetBaseException())}", exception)
            : new Status(StatusCode.Internal, $"The call failed: {exception.Message}", exception);
    }

    // With TLS 1.3 a server refuses a client's certificate when the handshake is over for the client: its stream is disposed of in the middle.
    private static string Words(Exception cause) => cause is ObjectDisposedException ? "the server closed it at once" : cause.Message.ReplaceLineEndings(" ");

    private static StatusCode CodeOf(HttpStatusCode code) => code switch
    {
        HttpStatusCode.BadRequest => StatusCode.Internal,
        HttpStatusCode.Unauthorized => StatusCode.Unauthenticated,
        HttpStatusCode.Forbidden => StatusCode.PermissionDenied,
        HttpStatusCode.NotFound => StatusCode.Unimplemented,
        HttpStatusCode.TooManyRequests or HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout =>
            StatusCode.Unavailable,
        _ => StatusCode.Unknown,
    };

    private static StatusCode CodeOf(long http2Error) => http2Error switch
    {
        RefusedStream => StatusCode.Unavailable,
        Cancel => StatusCode.Cancelled,
        EnhanceYourCalm => StatusCode.ResourceExhausted,
        InadequateSecurity => StatusCode.PermissionDenied,
        _ => StatusCode.Internal,
    };
}
