namespace Grpc.AspNetCore.Web;

/// <summary>Does not serve grpc-web on the service or method it is put on.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Method)]
public sealed class DisableGrpcWebAttribute : Attribute;
