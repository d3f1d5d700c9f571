using System.Net;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Streaming.Parts.Certificates;
using Streaming.Parts.CommandLine;
using Streaming.Service.Access;

namespace Streaming.Service.Serving;

/// <summary>Demands a certificate of callers, and says in the log whose was refused and why: the caller itself is told little more than that the line broke.</summary>
internal sealed partial class CallerCertificates
{
    private readonly X509Certificate2Collection _authorities = [];
    private readonly CallLimits _limits;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;

    public CallerCertificates(string authorityFile, CallLimits limits, TimeProvider time, ILogger logger)
    {
        (_limits, _time, _logger) = (limits, time, logger);
        _authorities.ImportFromPemFile(authorityFile);
    }

    public void Demand(SslServerAuthenticationOptions settings, EndPoint? caller)
    {
        settings.ClientCertificateRequired = true;
        settings.CertificateChainPolicy = new X509ChainPolicy
        {
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            RevocationMode = X509RevocationMode.NoCheck, // a private authority seldom publishes a list; tokens are what is revoked
        };
        settings.CertificateChainPolicy.CustomTrustStore.AddRange(_authorities);
        settings.RemoteCertificateValidationCallback = (_, shown, chain, errors) => IsGood(shown as X509Certificate2, chain, errors, caller);
    }

    private bool IsGood(X509Certificate2? shown, X509Chain? chain, SslPolicyErrors errors, EndPoint? caller)
    {
        var address = (caller as IPEndPoint)?.Address.ToString() ?? "unknown";
        if (PeerCertificate.Fault(shown, chain, errors, $"the caller at {address}", "", _time.GetUtcNow()) is not { } fault) return true;
        if (_limits.MayBeLogged(address, fault.Message)) LogRefused(OneLine.Of(fault.Message)); // a name in it is the caller's own word
        return false;
    }

    [LoggerMessage(5013, LogLevel.Warning, "Connection refused: {Fault}")]
    private partial void LogRefused(string fault);
}
