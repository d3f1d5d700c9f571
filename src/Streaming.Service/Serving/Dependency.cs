namespace Streaming.Service.Serving;

/// <summary>How something stands that the service rests on.</summary>
/// <param name="Name">Also the name of its gRPC health status.</param>
/// <param name="IsUp">It does what it should. A provider that another stands in for does not, though the service is ready.</param>
/// <param name="Text">In words.</param>
internal sealed record Dependency(string Name, bool IsUp, string Text);
