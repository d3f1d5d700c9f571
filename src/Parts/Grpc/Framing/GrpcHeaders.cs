namespace Grpc.Framing;

/// <summary>Names of the protocol's headers and the values used here.</summary>
internal static class GrpcHeaders
{
    public const string Status = "grpc-status";
    public const string Message = "grpc-message";
    public const string Timeout = "grpc-timeout";
    public const string Encoding = "grpc-encoding";
    public const string AcceptEncoding = "grpc-accept-encoding";
    public const string Identity = "identity";
    public const string Gzip = "gzip";
    public const string Accepted = "identity,gzip";
    public const string ContentType = "application/grpc";
    public const string WebContentType = "application/grpc-web";

    /// <summary>True for the type itself, with parameters, or with a "+proto" kind of suffix.</summary>
    public static bool IsGrpc(string? contentType) => Matches(contentType, ContentType);

    /// <inheritdoc cref="IsGrpc"/>
    public static bool IsGrpcWeb(string? contentType) => Matches(contentType, WebContentType);

    private static bool Matches(string? contentType, string wanted) =>
        contentType is not null
        && contentType.StartsWith(wanted, StringComparison.OrdinalIgnoreCase)
        && (contentType.Length == wanted.Length || contentType[wanted.Length] is '+' or ';' or ' ');
}
