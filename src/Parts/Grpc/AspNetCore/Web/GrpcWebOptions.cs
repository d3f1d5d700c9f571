namespace Grpc.AspNetCore.Web;

/// <summary>Options of grpc-web.</summary>
public sealed class GrpcWebOptions
{
    /// <summary>Serves grpc-web on every gRPC endpoint, also without EnableGrpcWeb.</summary>
    public bool DefaultEnabled { get; set; }
}
