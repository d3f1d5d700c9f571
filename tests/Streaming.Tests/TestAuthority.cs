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

    public TestAuthority(string folder, string name = "authority")
    {
        _folder = folder;
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN=Test {name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        _authority = request.CreateSelfSigned(_now.AddDays(-20), _now.AddDays(20));
        File = Path.Combine(folder, $"{name}.crt");
        System.IO.File.WriteAllText(File, _authority.ExportCertificatePem());
    }

    /// <summary>Its own certificate.</summary>
    public string File { get; }

    /// <summary>Writes NAME.crt and NAME.key for 127.0.0.1, over what was there.</summary>
    /// <param name="name">Of the files.</param>
    /// <param name="days">Until it is no longer good; negative: it is not.</param>
    public (string Certificate, string Key, string SerialNumber) Issue(string name, double days = 5)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Test server", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(_authority, _now.AddDays(-10), _now.AddDays(days), RandomNumberGenerator.GetBytes(8));
        var (certificateFile, keyFile) = (Path.Combine(_folder, $"{name}.crt"), Path.Combine(_folder, $"{name}.key"));
        System.IO.File.WriteAllText(certificateFile, certificate.ExportCertificatePem());
        System.IO.File.WriteAllText(keyFile, key.ExportPkcs8PrivateKeyPem());
        return (certificateFile, keyFile, certificate.SerialNumber);
    }

    public void Dispose() => _authority.Dispose();
}
