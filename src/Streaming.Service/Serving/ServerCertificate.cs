using System.Net;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Streaming.Parts.Certificates;

namespace Streaming.Service.Serving;

/// <summary>The certificate shown to callers: read from its files, and read again when they are renewed. A renewal that cannot be read is said once,
/// and the one before stays.</summary>
internal sealed partial class ServerCertificate(ServingOptions options, TimeProvider time, ILogger logger, CallerCertificates? callers = null)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private SslStreamCertificateContext? _context;
    private (DateTime Certificate, DateTime Key) _written;
    private long _looked;

    /// <summary>The one that the next connection gets.</summary>
    public X509Certificate2 InUse => Current().TargetCertificate;

    /// <summary>For one connection that is being made.</summary>
    /// <exception cref="CryptographicException">The first read failed: the service does not start.</exception>
    public SslServerAuthenticationOptions ForConnection(EndPoint? caller = null)
    {
        var settings = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Current(),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        callers?.Demand(settings, caller);
        return settings;
    }

    private SslStreamCertificateContext Current()
    {
        lock (_gate)
        {
            if (_context is not null && time.GetElapsedTime(_looked) < LookEvery) return _context;
            _looked = time.GetTimestamp();
            var written = (File.GetLastWriteTimeUtc(options.CertificateFile!), File.GetLastWriteTimeUtc(options.KeyFile ?? options.CertificateFile!));
            if (_context is not null && written == _written) return _context;
            _context = Read(_context);
            _written = written;
            return _context;
        }
    }

    private SslStreamCertificateContext Read(SslStreamCertificateContext? before)
    {
        try
        {
            var chain = new X509Certificate2Collection();
            chain.ImportFromPemFile(options.CertificateFile!);
            var identity = X509Certificate2.CreateFromPemFile(options.CertificateFile!, options.KeyFile);
            var context = SslStreamCertificateContext.Create(identity, chain, offline: true);
            if (before is not null) LogRenewed(identity.NotAfter.ToUniversalTime());
            return context;
        }
        catch (Exception unreadable) when (before is not null
            && unreadable is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            // ArgumentException: the key is another certificate's, as between two copies.
            LogUnreadable(options.CertificateFile!, PemFiles.FaultOfIdentity(options.CertificateFile!, options.KeyFile) ?? unreadable.Message);
            return before!;
        }
    }

    [LoggerMessage(5010, LogLevel.Information, "The renewed server certificate is in use; it is good until {NotAfter:u}")]
    private partial void LogRenewed(DateTime notAfter);

    [LoggerMessage(5011, LogLevel.Error, "The renewed server certificate {File} cannot be used; the one before stays in use until both files are whole: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}
