using System.Net.Security;
using System.Security.Cryptography.X509Certificates;

namespace Streaming.Parts.Certificates;

/// <summary>Judges what a peer shows as the platform does, and says in words what is wrong with it.</summary>
public static class PeerCertificate
{
    /// <summary>For clients: the connection fails with those words in place of "the remote certificate is invalid".</summary>
    /// <exception cref="CertificateRefusedException">When called: the server is not to be trusted.</exception>
    public static RemoteCertificateValidationCallback OfServer(TimeProvider time) => (stream, shown, chain, errors) =>
    {
        var host = (stream as SslStream)?.TargetHostName ?? "";
        return Fault(shown as X509Certificate2, chain, errors, $"the server {host}", host, time.GetUtcNow()) is { } fault ? throw fault : true;
    };

    /// <summary>What is wrong, all of it in one sentence; null: nothing.</summary>
    /// <param name="shown">Null: none was shown.</param>
    /// <param name="chain">As it was built.</param>
    /// <param name="errors">What the platform found.</param>
    /// <param name="who">Showed it, as in "the server sleep.example".</param>
    /// <param name="host">The name that was called; empty where none was.</param>
    /// <param name="now">Of this machine.</param>
    public static CertificateRefusedException? Fault(
        X509Certificate2? shown, X509Chain? chain, SslPolicyErrors errors, string who, string host, DateTimeOffset now)
    {
        if (errors == SslPolicyErrors.None) return null;
        if (shown is null) return new CertificateRefusedException($"{who} showed no certificate", isUntrusted: false);
        var untrusted = UntrustedFault(shown, chain);
        var faults = DateFaults(shown, chain, now).Concat([untrusted, OtherFault(chain)]).OfType<string>().ToList();
        if (errors.HasFlag(SslPolicyErrors.RemoteCertificateNameMismatch))
        {
            var names = CertificateWords.Names(shown);
            faults.Add(names.Count == 0 ? $"it names no host (subjectAltName), and '{host}' was called"
                : $"it is for {string.Join(", ", names)}, and '{host}' was called: call it by one of its names, or have it issued for this one");
        }
        return new CertificateRefusedException($"the certificate of {who} ({shown.Subject}) is refused: {string.Join("; and ", faults)}", untrusted is not null);
    }

    private static IEnumerable<string> DateFaults(X509Certificate2 shown, X509Chain? chain, DateTimeOffset now)
    {
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            if (!Has(element, X509ChainStatusFlags.NotTimeValid)) continue;
            var whose = element.Certificate.Equals(shown) ? "it" : $"that of its authority {element.Certificate.Subject}";
            yield return $"{whose} {CertificateWords.DateFault(element.Certificate, now) ?? "is not good at this time"}";
        }
    }

    private static string? UntrustedFault(X509Certificate2 shown, X509Chain? chain)
    {
        if (chain is null || !chain.ChainStatus.Any(one => (one.Status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0)) return null;
        var last = chain.ChainElements.LastOrDefault()?.Certificate ?? shown;
        var trusted = chain.ChainPolicy.TrustMode == X509ChainTrustMode.CustomRootTrust
            ? $"the trusted authorities ({string.Join("; ", chain.ChainPolicy.CustomTrustStore.Select(one => one.Subject))})"
            : "this machine's trusted authorities";
        return last.Issuer != last.Subject ? $"it is signed by {last.Issuer}, which is none of {trusted}, nor is its certificate sent along as an intermediate one"
            : last.Equals(shown) ? $"it is signed by nobody but itself and none of {trusted}"
            : $"its authority {last.Subject} is none of {trusted}";
    }

    private static string? OtherFault(X509Chain? chain)
    {
        const X509ChainStatusFlags Said = X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;
        var others = (chain?.ChainStatus ?? []).Where(one => one.Status != X509ChainStatusFlags.NoError && (one.Status & Said) == 0).ToList();
        return others.Count == 0 ? null : string.Join(", ", others.Select(one => one.Status == X509ChainStatusFlags.NotValidForUsage
            ? "it is not for this use (extendedKeyUsage: serverAuth for servers, clientAuth for clients)"
            : $"{one.Status} ({one.StatusInformation.Trim()})"));
    }

    private static bool Has(X509ChainElement element, X509ChainStatusFlags flag) => element.ChainElementStatus.Any(one => (one.Status & flag) != 0);
}
