using System.ComponentModel.DataAnnotations;
using System.Net;

namespace Streaming.Service.Ingest;

/// <summary>Where samples come from and what is taken.</summary>
public sealed class IngestOptions : IValidatableObject
{
    public const string Section = "Ingest";

    [Required]
    public string Host { get; set; } = "127.0.0.1";

    [Range(1, 65535)]
    public int Port { get; set; } = 1883;

    public string? UserName { get; set; }

    public string? Password { get; set; }

    /// <summary>Speak TLS to the broker.</summary>
    public bool Tls { get; set; }

    /// <summary>To a broker beyond loopback without TLS: samples and the password go in the clear. For a tunnel that brings its own TLS only.</summary>
    public bool AllowPlainText { get; set; }

    /// <summary>PEM file of the only authorities to trust; null: the system's.</summary>
    public string? CertificateAuthorityFile { get; set; }

    /// <summary>PEM files of a client certificate and its key; both or neither.</summary>
    public string? ClientCertificateFile { get; set; }

    public string? ClientKeyFile { get; set; }

    /// <summary>Messages that the broker may have sent and the journal not yet made durable.</summary>
    [Range(1, 65535)]
    public int ReceiveMaximum { get; set; } = 512;

    /// <summary>The broker keeps what comes while the service is away for this long.</summary>
    [Range(0, 604800)]
    public int SessionExpirySeconds { get; set; } = 86400;

    [Range(1, 3600)]
    public int KeepAliveSeconds { get; set; } = 15;

    /// <summary>A larger payload is refused.</summary>
    [Range(1024, 1 << 21)]
    public int MaximumPayloadBytes { get; set; } = 1 << 20;

    /// <summary>A sample or event later than this in its study is impossible.</summary>
    [Range(1, 168)]
    public int MaximumStudyHours { get; set; } = 48;

    /// <summary>Bytes of studies without a descriptor that a bed may have journalled before more of them are refused.</summary>
    [Range(1, 1 << 30)]
    public long HeldBytesPerBed { get; set; } = 64 << 20;

    /// <summary>The same cause at the same bed is logged at most once in this time.</summary>
    [Range(1, 86400)]
    public int RejectionLogSeconds { get; set; } = 60;

    /// <summary>All faults at once.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!Tls && !AllowPlainText && !IsLoopback)
        {
            yield return new ValidationResult(
                $"Ingest:Host '{Host}' is not loopback; set Ingest:Tls, samples are not received in the clear (Ingest:AllowPlainText=true where "
                + "something else brings TLS).");
        }
        foreach (var fault in (string?[])[
            PemFault.OfAuthorities("Ingest:CertificateAuthorityFile", CertificateAuthorityFile),
            PemFault.OfIdentity("Ingest:ClientCertificateFile", ClientCertificateFile, "Ingest:ClientKeyFile", ClientKeyFile)])
        {
            if (fault is not null) yield return new ValidationResult(fault);
        }
    }

    internal bool IsLoopback => Host == "localhost" || (IPAddress.TryParse(Host, out var address) && IPAddress.IsLoopback(address));
}
