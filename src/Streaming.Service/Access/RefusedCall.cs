using System.Globalization;
using Grpc.Core;
using Microsoft.AspNetCore.Http.Features;

namespace Streaming.Service.Access;

/// <summary>Says no in the caller's protocol: gRPC and grpc-web by a status in the headers, everything else by an HTTP status.</summary>
internal static class RefusedCall
{
    private const string StatusHeader = "grpc-status";

    public static Task AnswerAsync(HttpContext http, StatusCode code, string reason)
    {
        var type = http.Request.ContentType ?? "";
        if (!type.StartsWith("application/grpc", StringComparison.OrdinalIgnoreCase))
        {
            http.Response.StatusCode = code switch
            {
                StatusCode.Unauthenticated => StatusCodes.Status401Unauthorized,
                StatusCode.ResourceExhausted => StatusCodes.Status429TooManyRequests,
                _ => StatusCodes.Status403Forbidden,
            };
            return http.Response.WriteAsync(reason + "\n", http.RequestAborted);
        }
        http.Response.ContentType = type;
        http.Response.Headers[StatusHeader] = ((int)code).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers["grpc-message"] = Uri.EscapeDataString(reason).Replace("%20", " ", StringComparison.Ordinal);
        return Task.CompletedTask;
    }

    /// <summary>The status a call ended with: in its trailers, or in its headers where there was nothing else to say. Null: not known.</summary>
    public static string? StatusOf(HttpContext http)
    {
        var trailers = http.Features.Get<IHttpResponseTrailersFeature>()?.Trailers;
        if (trailers is not null && trailers.TryGetValue(StatusHeader, out var trailer)) return trailer.ToString();
        return http.Response.Headers.TryGetValue(StatusHeader, out var header) ? header.ToString() : null;
    }
}
