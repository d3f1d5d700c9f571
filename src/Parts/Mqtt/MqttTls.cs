using System.Net.Security;

namespace Streaming.Parts.Mqtt;

/// <summary>Transport security. With everything left null the system's certificate authorities are trusted.</summary>
public sealed record MqttTls
{
    /// <summary>PEM file of the only certificate authorities to trust, for a hospital's or laboratory's own.</summary>
    public string? CertificateAuthorityFile { get; init; }

    /// <summary>Name that the broker's certificate must carry; null: the host of <see cref="MqttClientOptions"/>.</summary>
    public string? TargetHost { get; init; }

    /// <summary>PEM files of a client certificate and its key; both or neither.</summary>
    public string? ClientCertificateFile { get; init; }

    public string? ClientKeyFile { get; init; }

    /// <summary>Last word on the options of the handshake, for anything not named above.</summary>
    public Action<SslClientAuthenticationOptions>? Configure { get; init; }
}
