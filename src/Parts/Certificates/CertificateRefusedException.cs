using System.Security.Authentication;

namespace Streaming.Parts.Certificates;

/// <summary>A peer's certificate is not accepted. The message says which, why and what to do.</summary>
/// <param name="message">One sentence.</param>
/// <param name="isUntrusted">Nobody who is trusted signed it: it may be that another authority has to be named.</param>
public sealed class CertificateRefusedException(string message, bool isUntrusted) : AuthenticationException(message)
{
    public bool IsUntrusted { get; } = isUntrusted;
}
