using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Streaming.Tests;

/// <summary>A certificate authority of its own, and what it signs, as PEM files in a folder.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly string _folder;
    private readonly X509Certificate2 _authority;
    private readonly DateTimeOffset _now = TimeProvider.System.GetUtcNow();

    /// <param name="folder">Of its files.</param>
    /// <param name="name">Of its file, and in its own name.</param>
    /// <param name="above">Signs it; null: it signs itself.</param>
    public TestAuthority(string folder, string name = "authority", TestAuthority? above = null)
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Test {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        if (above is null) _authority = request.CreateSelfSigned(_now.AddDays(-20), _now.AddDays(20));
        else
        {
            using var signed = request.Create(above._authority, _now.AddDays(-15), _now.AddDays(15), RandomNumberGenerator.GetBytes(8));
            _authority = signed.CopyWithPrivateKey(key);
        }
        File = Path.Combine(folder, $"{name}.crt");
        System.IO.File.WriteAllText(File, _authority.ExportCertificatePem());
    }

    /// <summary>Its own certificate.</summary>
    public string File { get; }

    /// <summary>Writes NAME.crt and NAME.key for 127.0.0.1, over what was there.</summary>
    /// <param name="name">Of the files.</param>
    /// <param name="days">Until it is no longer good; negative: it is not.</param>
    /// <param name="since">Days from now on which it is good.</param>
    /// <param name="host">It is for, in place of 127.0.0.1.</param>
    public (string Certificate, string Key, string SerialNumber) Issue(string name, double days = 5, double since = -10, string? host = null)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        if (host is null) names.AddIpAddress(IPAddress.Loopback);
        else names.AddDnsName(host);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, _now.AddDays(since), _now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        var (certificateFile, keyFile) = (Path.Combine(_folder, $"{name}.crt"), Path.Combine(_folder, $"{name}.key"));
        System.IO.File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile, certificate.SerialNumber);
    }

    public void Dispose() => _authority.Dispose();
}
