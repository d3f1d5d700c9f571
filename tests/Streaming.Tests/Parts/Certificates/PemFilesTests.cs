using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Streaming.Parts.Certificates;

namespace Streaming.Tests.Parts.Certificates;

/// <summary>What is wrong with files of certificates and keys is said in words that name the file.</summary>
public sealed class PemFilesTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-pem-").FullName;
    private readonly TestAuthority _authority;

    public PemFilesTests() => _authority = new TestAuthority(_folder);

    public void Dispose()
    {
        _authority.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public void Certificate_with_its_key_is_good_in_two_files_and_in_one()
    {
        var (certificate, key, _) = _authority.Issue("server");
        Assert.Null(PemFiles.FaultOfIdentity(certificate, key));
        Assert.Null(PemFiles.FaultOfIdentity(Put("both", File.ReadAllText(certificate) + "\n" + File.ReadAllText(key)), null));
        Assert.Null(PemFiles.FaultOfAuthorities(_authority.File));
    }

    [Fact]
    public void Key_that_is_missing_locked_or_another_s_is_named()
    {
        var (certificate, key, _) = _authority.Issue("server");
        var another = _authority.Issue("another").Key;
        using var own = ECDsa.Create();
        own.ImportFromPem(File.ReadAllText(key));
        using var rsa = RSA.Create(2048);
        var parameters = new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000);
        var locked = Put("locked.key", own.ExportEncryptedPkcs8PrivateKeyPem("secret", parameters));
        var old = Put("old.key", "-----BEGIN EC PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-256-CBC,00\n\nAAAA\n-----END EC PRIVATE KEY-----\n");

        Assert.Equal($"the file '{certificate}' holds no private key in PEM; name the key's file", PemFiles.FaultOfIdentity(certificate, null));
        Assert.Equal($"the file '{certificate}' holds no private key in PEM", PemFiles.FaultOfIdentity(certificate, certificate));
        Assert.Equal($"the key in '{another}' does not belong to the certificate in '{certificate}'", PemFiles.FaultOfIdentity(certificate, another));
        Assert.StartsWith(
            $"the key in '{Put("rsa.key", rsa.ExportPkcs8PrivateKeyPem())}' does not belong to the certificate in '{certificate}'",
            PemFiles.FaultOfIdentity(certificate, Path.Combine(_folder, "rsa.key")), StringComparison.Ordinal);
        foreach (var file in (string[])[locked, old])
            Assert.StartsWith($"the key in the file '{file}' is locked with a passphrase", PemFiles.FaultOfIdentity(certificate, file), StringComparison.Ordinal);
        Assert.Equal($"the file '{_folder}/nowhere' does not exist", PemFiles.FaultOfIdentity(certificate, _folder + "/nowhere"));
    }

    [Fact]
    public void File_that_holds_no_certificate_is_named()
    {
        var (certificate, key, _) = _authority.Issue("server");
        var text = Put("text", "a letter");
        var torn = Put("torn", File.ReadAllText(certificate)[..^80] + "\n-----END CERTIFICATE-----\n");

        Assert.Equal($"the file '{key}' holds no certificate in PEM", PemFiles.FaultOfIdentity(key, certificate));
        Assert.Equal($"the file '{text}' holds no certificate in PEM", PemFiles.FaultOfIdentity(text, key));
        Assert.Equal($"the file '{text}' holds no certificate in PEM", PemFiles.FaultOfAuthorities(text));
        Assert.Contains(torn, PemFiles.FaultOfIdentity(torn, key), StringComparison.Ordinal);
    }

    [Fact]
    public void Own_certificate_that_is_not_good_at_this_time_is_not_shown_to_anybody()
    {
        var (certificate, key, _) = _authority.Issue("station", days: -1);
        var refused = Assert.Throws<CryptographicException>(() => PemFiles.LoadIdentity(certificate, key, TimeProvider.System));
        Assert.Matches($"^our own certificate '{certificate}' \\(CN=Test server\\) expired on ....-..-.. ..:..Z \\(this machine's clock says ", refused.Message);
        using var early = X509CertificateLoader.LoadCertificateFromFile(_authority.Issue("early", days: 9, since: 8).Certificate);
        Assert.StartsWith("is good from ", CertificateWords.DateFault(early, TimeProvider.System.GetUtcNow()), StringComparison.Ordinal);
    }

    private string Put(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
