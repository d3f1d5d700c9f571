using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Streaming.Service.Serving;

/// <summary>The certificate shown to callers: read from its files, and read again when they are renewed. A renewal that cannot be read is said once,
/// and the one before stays.</summary>
internal sealed partial class ServerCertificate(ServingOptions options, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private readonly X509Certificate2Collection? _clientAuthorities = Authorities(options.ClientAuthorityFile);
    private SslStreamCertificateContext? _context;
    private (DateTime Certificate, DateTime Key) _written;
    private long _looked;

    /// <summary>Until the one in use is no longer good; negative: it is not.</summary>
    public double DaysLeft => (new DateTimeOffset(Current().TargetCertificate.NotAfter) - time.GetUtcNow()).TotalDays;

    /// <summary>For one connection that is being made.</summary>
    /// <exception cref="CryptographicException">The first read failed: the service does not start.</exception>
    public SslServerAuthenticationOptions ForConnection()
    {
        var settings = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = Current(),
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        };
        if (_clientAuthorities is null) return settings;
        settings.ClientCertificateRequired = true;
        settings.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // a private authority seldom publishes a list; tokens are what is revoked
        };
        settings.CertificateChainPolicy.CustomTrustStore.AddRange(_clientAuthorities);
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
            LogUnreadable(options.CertificateFile!, unreadable.Message);
            return before!;
        }
    }

    private static X509Certificate2Collection? Authorities(string? file)
    {
        if (file is null) return null;
        var authorities = new X509Certificate2Collection();
        authorities.ImportFromPemFile(file);
        return authorities;
    }

    [LoggerMessage(5010, LogLevel.Information, "The renewed server certificate is in use; it is good until {NotAfter:u}")]
    private partial void LogRenewed(DateTime notAfter);

    [LoggerMessage(5011, LogLevel.Error, "The renewed server certificate {File} cannot be used; the one before stays in use until both files are whole: {Reason}")]
    private partial void LogUnreadable(string file, string reason);
}
