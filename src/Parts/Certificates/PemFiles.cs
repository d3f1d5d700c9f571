using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Streaming.Parts.Certificates;

/// <summary>Certificates and keys in PEM files, and in words what is wrong with them.</summary>
public static class PemFiles
{
    /// <summary>Of a file of authorities.</summary>
    /// <returns>A sentence without its full stop; null: it holds certificates.</returns>
    public static string? FaultOfAuthorities(string file) => Unreadable(file) ?? Try(file, () =>
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(file);
        foreach (var one in found) one.Dispose();
        return found.Count == 0 ? $"the file '{file}' holds no certificate in PEM" : null;
    });

    /// <summary>Of a certificate and its key. That it is not good at this time is no fault of the files.</summary>
    /// <param name="certificate">With its chain, where it has one.</param>
    /// <param name="key">Null: in the certificate's file.</param>
    public static string? FaultOfIdentity(string certificate, string? key) =>
        Unreadable(certificate) ?? (key is null ? null : Unreadable(key)) ?? Try(certificate, () =>
        {
            var (text, place) = (File.ReadAllText(key ?? certificate), $"the file '{key ?? certificate}'");
            if (!Holds(File.ReadAllText(certificate), "CERTIFICATE")) return $"the file '{certificate}' holds no certificate in PEM";
            if (Holds(text, "ENCRYPTED PRIVATE KEY") || text.Contains("Proc-Type: 4,ENCRYPTED", StringComparison.Ordinal))
                return $"the key in {place} is locked with a passphrase, which nobody is there to type: openssl pkey -in {key ?? certificate} -out PLAIN.key writes it without one";
            if (!(Holds(text, "PRIVATE KEY") || Holds(text, "EC PRIVATE KEY") || Holds(text, "RSA PRIVATE KEY")))
                return $"{place} holds no private key in PEM{(key is null ? "; name the key's file" : "")}";
            return Mismatch(certificate, key);
        });

    /// <summary>A program's own certificate, to be shown to whoever demands one.</summary>
    /// <exception cref="CryptographicException">It cannot be used, or not at this time; the message says why.</exception>
    public static X509Certificate2 LoadIdentity(string certificate, string? key, TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        if (FaultOfIdentity(certificate, key) is { } fault) throw new CryptographicException(fault);
        var identity = X509Certificate2.CreateFromPemFile(certificate, key);
        if (CertificateWords.DateFault(identity, time.GetUtcNow()) is not { } date) return identity;
        using (identity) throw new CryptographicException($"our own certificate '{certificate}' ({identity.Subject}) {date}");
    }

    private static string? Mismatch(string certificate, string? key)
    {
        try
        {
            X509Certificate2.CreateFromPemFile(certificate, key).Dispose();
            return null;
        }
        catch (ArgumentException)
        {
            return $"the key in '{key ?? certificate}' does not belong to the certificate in '{certificate}'";
        }
        catch (CryptographicException) when (key is not null)
        {
            // Of another kind, RSA and EC: the platform then does not find one at all.
            return $"the key in '{key}' does not belong to the certificate in '{certificate}', or one of them is damaged";
        }
    }

    private static bool Holds(string text, string label) => text.Contains($"-----BEGIN {label}-----", StringComparison.Ordinal);

    private static string? Unreadable(string file) => File.Exists(file) ? Try(file, () =>
    {
        File.OpenRead(file).Dispose();
        return null;
    }) : $"the file '{file}' does not exist";

    private static string? Try(string file, Func<string?> look)
    {
        try
        {
            return look();
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return $"the file '{file}' cannot be used: {unreadable.Message.TrimEnd('.')}";
        }
    }
}
