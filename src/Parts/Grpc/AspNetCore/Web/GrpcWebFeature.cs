namespace Grpc.AspNetCore.Web;

/// <summary>Marks a request that is answered as grpc-web.</summary>
internal sealed class GrpcWebFeature
{
    public static readonly GrpcWebFeature Instance = new();
}
