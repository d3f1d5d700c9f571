using Streaming.Parts.Certificates;

namespace Streaming.Service;

/// <summary>What is wrong with files of certificates and keys, before anybody connects, by the settings that name them.</summary>
internal static class PemFault
{
    /// <summary>Of a file of authorities.</summary>
    /// <returns>Null where it holds at least one certificate, or none is named.</returns>
    public static string? OfAuthorities(string setting, string? file) => file switch
    {
        null => null,
        "" => NotMeant(setting),
        _ => PemFiles.FaultOfAuthorities(file) is { } fault ? $"{setting}: {fault}." : null,
    };

    /// <summary>Of a certificate and its key, which may be in the same file.</summary>
    public static string? OfIdentity(string setting, string? file, string keySetting, string? keyFile)
    {
        if (file is null) return keyFile is null ? null : $"{keySetting} is set and {setting} is not: a key needs its certificate.";
        if (file.Length == 0) return NotMeant(setting);
        if (keyFile?.Length == 0) return NotMeant(keySetting);
        return PemFiles.FaultOfIdentity(file, keyFile) is { } fault ? $"{(keyFile is null ? setting : $"{setting}, {keySetting}")}: {fault}." : null;
    }

    private static string NotMeant(string setting) => $"{setting}: the file '' does not exist; leave the setting out where none is meant.";
}
