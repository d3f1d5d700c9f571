// The namespace is that of the vendor package, so that hosts need no change when it is swapped in.
using Grpc.AspNetCore.Web;
using Grpc.Framing;
using Microsoft.AspNetCore.Http;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Serves grpc-web (binary) on gRPC endpoints, over HTTP/1.1 and HTTP/2. CORS is the host's matter.</summary>
public static class GrpcWebApplicationBuilderExtensions
{
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder) => builder.UseGrpcWeb(new GrpcWebOptions());

    /// <summary>Belongs between UseRouting and the endpoints.</summary>
    public static IApplicationBuilder UseGrpcWeb(this IApplicationBuilder builder, GrpcWebOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return builder.Use(next => http =>
        {
            if (HttpMethods.IsPost(http.Request.Method) && GrpcHeaders.IsGrpcWeb(http.Request.ContentType) && IsEnabled(http.GetEndpoint(), options))
                http.Features.Set(GrpcWebFeature.Instance);
            return next(http);
        });
    }

    private static bool IsEnabled(Endpoint? endpoint, GrpcWebOptions options)
    {
        // The innermost word counts: method attribute after service attribute, convention after both.
        var last = endpoint?.Metadata.LastOrDefault(item => item is EnableGrpcWebAttribute or DisableGrpcWebAttribute);
        return last is null ? options.DefaultEnabled : last is EnableGrpcWebAttribute;
    }
}
