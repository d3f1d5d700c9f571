using Grpc.AspNetCore.Web;
using Grpc.Core;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Grpc.AspNetCore.Server;

/// <summary>Runs one HTTP request as a call: checks it, lets the method work, ends it with a status.</summary>
internal abstract class ServerCallHandler(GrpcHost host)
{
    protected GrpcHost Host { get; } = host;

    public Task HandleAsync(HttpContext http)
    {
        var isWeb = http.Features.Get<GrpcWebFeature>() is not null;
        if (!isWeb && !GrpcHeaders.IsGrpc(http.Request.ContentType))
            return RefuseAsync(http, StatusCodes.Status415UnsupportedMediaType, $"Content-Type '{http.Request.ContentType}' is not served here.");
        if (!isWeb && !HttpProtocol.IsHttp2(http.Request.Protocol) && !HttpProtocol.IsHttp3(http.Request.Protocol))
            return RefuseAsync(http, StatusCodes.Status426UpgradeRequired, $"gRPC needs HTTP/2; this request came over {http.Request.Protocol}.");

        http.Features.Get<IHttpResponseBodyFeature>()?.DisableBuffering();
        // The size of each message is limited instead; a body holds exactly one.
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } bodySize)
            bodySize.MaxRequestBodySize = null;
        return RunAsync(new HttpServerCall(http, Host, isWeb));
    }

    /// <summary>Does the call's work; returning leaves the status to the call, throwing sets it.</summary>
    protected abstract Task ExecuteAsync(HttpServerCall call);

    private async Task RunAsync(HttpServerCall call)
    {
        Status status;
        try
        {
            call.Start();
            await ExecuteAsync(call).ConfigureAwait(false);
            status = call.Status;
        }
        catch (Exception e)
        {
            status = call.StatusOf(e);
        }

        await call.FinishAsync(status).ConfigureAwait(false);
    }

    private static Task RefuseAsync(HttpContext http, int httpStatus, string reason)
    {
        http.Response.StatusCode = httpStatus;
        http.Response.ContentType = "text/plain; charset=utf-8";
        return http.Response.WriteAsync(reason, http.RequestAborted);
    }
}
