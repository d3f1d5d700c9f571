namespace Grpc.Core;

/// <summary>Deadline and cancellation a child call inherits.</summary>
public abstract class ContextPropagationToken
{
    internal ContextPropagationToken()
    {
    }
}
