using System.ComponentModel.DataAnnotations;
using System.Net;
using Streaming.Service.Access;

namespace Streaming.Service.Serving;

/// <summary>Where and how watchers are served.</summary>
public sealed class ServingOptions : IValidatableObject
{
    public const string Section = "Serving";

    /// <summary>An address to listen on; loopback unless there is TLS.</summary>
    [Required]
    public string Address { get; set; } = "127.0.0.1";

    /// <summary>Without TLS: gRPC over HTTP/2. With TLS: everything. 0: any free port.</summary>
    [Range(0, 65535)]
    public int GrpcPort { get; set; } = 5101;

    /// <summary>Without TLS: the station's page, grpc-web, metrics and health over HTTP/1.1. 0: any free port.</summary>
    [Range(0, 65535)]
    public int WebPort { get; set; } = 5102;

    /// <summary>PEM file of the server's certificate; with it, one port speaks TLS for all.</summary>
    public string? CertificateFile { get; set; }

    /// <summary>PEM file of the certificate's key.</summary>
    public string? KeyFile { get; set; }

    /// <summary>PEM file of the authorities whose client certificates are demanded (mutual TLS); null: none is asked for.</summary>
    public string? ClientAuthorityFile { get; set; }

    /// <summary>Beyond loopback without TLS: nights and tokens go in the clear. For a tunnel or a proxy that brings its own TLS only.</summary>
    public bool AllowPlainText { get; set; }

    /// <summary>Reverse proxies in front, as addresses and networks separated by commas: what they say of who calls (X-Forwarded-For) is believed, and tokens
    /// are asked for also on loopback. Empty: nobody's word is.</summary>
    public string Proxies { get; set; } = "";

    /// <summary>Connections at once.</summary>
    [Range(1, 1_000_000)]
    public int ConnectionLimit { get; set; } = 2000;

    /// <summary>Bytes of one request message; the largest legitimate one imports a night of overrides.</summary>
    [Range(1024, 64 << 20)]
    public int RequestBytes { get; set; } = 1 << 20;

    /// <summary>Answers grpc.reflection to whoever may watch: tools then need no proto files. It tells the contract, nothing of any night.</summary>
    public bool Reflection { get; set; }

    /// <summary>Watchers hear at least this often that the stream lives.</summary>
    [Range(0.05, 60.0)]
    public double HeartbeatSeconds { get; set; } = 2;

    /// <summary>A watcher that has taken nothing for so long is sent away; it may resume.</summary>
    [Range(1.0, 86400.0)]
    public double StuckSeconds { get; set; } = 120;

    /// <summary>Latest deltas kept in memory for watchers that keep up; others read the night log.</summary>
    [Range(16, 1 << 20)]
    public int RingCapacity { get; set; } = 4096;

    /// <summary>All faults at once.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IPAddress.TryParse(Address, out var address))
            yield return new ValidationResult($"Serving:Address '{Address}' is no IP address.");
        else if (CertificateFile is null && !AllowPlainText && !IPAddress.IsLoopback(address))
        {
            yield return new ValidationResult(
                $"Serving:Address '{Address}' is not loopback; set Serving:CertificateFile, nights are not sent in the clear "
                + "(Serving:AllowPlainText=true where something else brings TLS).");
        }
        if (ProxyList.Read(Proxies).Fault is { } unknown) yield return new ValidationResult($"Serving:Proxies: {unknown}.");
        if (ClientAuthorityFile is not null && CertificateFile is null)
            yield return new ValidationResult("Serving:ClientAuthorityFile needs Serving:CertificateFile: without TLS nobody shows a certificate.");
        foreach (var fault in (string?[])[
            PemFault.OfIdentity("Serving:CertificateFile", CertificateFile, "Serving:KeyFile", KeyFile),
            PemFault.OfAuthorities("Serving:ClientAuthorityFile", ClientAuthorityFile)])
        {
            if (fault is not null) yield return new ValidationResult(fault);
        }
    }
}
