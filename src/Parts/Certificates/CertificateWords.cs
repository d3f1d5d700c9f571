using System.Globalization;
using System.Security.Cryptography.X509Certificates;

namespace Streaming.Parts.Certificates;

/// <summary>A certificate in words.</summary>
public static class CertificateWords
{
    /// <summary>The names and addresses that it is for, as callers type them.</summary>
    public static IReadOnlyList<string> Names(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return
        [
            .. certificate.Extensions.OfType<X509SubjectAlternativeNameExtension>()
                .SelectMany(names => names.EnumerateDnsNames().Concat(names.EnumerateIPAddresses().Select(address => address.ToString()))),
        ];
    }

    /// <summary>Why it is not good at a time, to stand behind what names it; null: it is.</summary>
    public static string? DateFault(X509Certificate2 certificate, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        var (begins, ends) = (certificate.NotBefore.ToUniversalTime(), certificate.NotAfter.ToUniversalTime());
        // The day is enough, and a reason that stays the same is told once.
        var clock = string.Create(CultureInfo.InvariantCulture, $"this machine's clock says {now.UtcDateTime:yyyy-MM-dd}");
        return now.UtcDateTime > ends ? $"expired on {Text(ends)} ({clock}); it has to be renewed"
            : now.UtcDateTime < begins ? $"is good from {Text(begins)} on only ({clock})"
            : null;
    }

    /// <summary>As <c>2026-11-29 20:15Z</c>.</summary>
    public static string Text(DateTime time) => time.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture);
}
