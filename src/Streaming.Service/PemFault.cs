using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Streaming.Service;

/// <summary>What is wrong with files of certificates and keys, before anybody connects.</summary>
internal static class PemFault
{
    /// <summary>Of a file of authorities.</summary>
    /// <returns>Null where it holds at least one certificate, or none is named.</returns>
    public static string? OfAuthorities(string setting, string? file) => Of(setting, file, () =>
    {
        var found = new X509Certificate2Collection();
        found.ImportFromPemFile(file!);
        foreach (var one in found) one.Dispose();
        return found.Count == 0 ? "holds no certificate in PEM" : null;
    });

    /// <summary>Of a certificate and its key, which may be in the same file.</summary>
    public static string? OfIdentity(string setting, string? file, string keySetting, string? keyFile)
    {
        if (file is null) return keyFile is null ? null : $"{keySetting} is set and {setting} is not: a key needs its certificate.";
        return (keyFile is null ? null : Of(keySetting, keyFile, () => null)) ?? Of(setting, file, () =>
        {
            X509Certificate2.CreateFromPemFile(file, keyFile).Dispose();
            return null;
        });
    }

    private static string? Of(string setting, string? file, Func<string?> read)
    {
        if (file is null) return null;
        if (!File.Exists(file)) return $"{setting}: the file '{file}' does not exist{(file.Length == 0 ? "; leave the setting out where none is meant" : "")}.";
        try
        {
            File.OpenRead(file).Dispose();
            return read() is { } fault ? $"{setting}: the file '{file}' {fault}." : null;
        }
        catch (Exception unreadable) when (unreadable is CryptographicException or ArgumentException or IOException or UnauthorizedAccessException)
        {
            return $"{setting}: the file '{file}' cannot be used: {unreadable.Message}";
        }
    }
}
