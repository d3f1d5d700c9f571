using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Streaming.Parts.Certificates;

namespace Streaming.Client;

/// <summary>What a station shows to a service that demands a certificate, read when a connection is made: one that was renewed is shown from the next connection
/// on, and a station on the wall outlives its first certificate.</summary>
internal sealed class OwnCertificate
{
    private readonly string _certificate;
    private readonly string? _key;
    private readonly TimeProvider _time;
    private readonly Lock _gate = new();
    private X509Certificate2 _shown;

    /// <exception cref="CryptographicException">It cannot be read, or is not good at this time; names the files.</exception>
    public OwnCertificate(string certificate, string? key, TimeProvider time)
    {
        (_certificate, _key, _time) = (certificate, key, time);
        _shown = PemFiles.LoadIdentity(certificate, key, time);
    }

    public LocalCertificateSelectionCallback Choose => (_, _, _, _, _) => Current();

    /// <exception cref="CryptographicException">What the files hold cannot be used, and what they held before is not good any more.</exception>
    private X509Certificate2 Current()
    {
        lock (_gate)
        {
            try
            {
                // The one before is not disposed of: a handshake may be using it.
                _shown = PemFiles.LoadIdentity(_certificate, _key, _time);
            }
            catch (CryptographicException) when (CertificateWords.DateFault(_shown, _time.GetUtcNow()) is null)
            {
                // Between two copies the key is another certificate's: the one before is good for now.
            }
            return _shown;
        }
    }
}
