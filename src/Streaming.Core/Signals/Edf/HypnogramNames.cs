namespace Streaming.Core.Signals.Edf;

/// <summary>Which file beside a recording holds its stages.</summary>
public static class HypnogramNames
{
    /// <summary>Whether a file is the hypnogram of a recording, judged by their names.</summary>
    /// <param name="recording">File name without folder, e.g. <c>SC4001E0-PSG.edf</c> (Sleep-EDF) or <c>01-03-0001 PSG.edf</c> (MASS).</param>
    /// <param name="candidate">Another file's name, e.g. <c>SC4001EC-Hypnogram.edf</c>: the first six characters agree.</param>
    public static bool Belong(string recording, string candidate)
    {
        const StringComparison Ignore = StringComparison.OrdinalIgnoreCase;
        if (recording.EndsWith("-PSG.edf", Ignore))
            return recording.Length >= 14 && candidate.EndsWith("-Hypnogram.edf", Ignore) && candidate.StartsWith(recording[..6], Ignore);
        return recording.EndsWith(" PSG.edf", Ignore) && candidate.Equals($"{recording[..^8]} Base.edf", Ignore);
    }

    /// <summary>The first by name of the files that belong to a recording; null for none.</summary>
    /// <param name="recording">Path of the recording.</param>
    /// <param name="candidates">Paths of the files beside it.</param>
    public static string? Find(string recording, IEnumerable<string> candidates) => candidates
        .Where(candidate => Belong(Path.GetFileName(recording), Path.GetFileName(candidate)))
        .Order(StringComparer.Ordinal).FirstOrDefault();
}
