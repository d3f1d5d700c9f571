using System.Text.RegularExpressions;

namespace Streaming.Core.Signals.Edf;

/// <summary>Which file beside a recording holds its stages.</summary>
public static partial class HypnogramNames
{
    private const StringComparison Ignore = StringComparison.OrdinalIgnoreCase;
    private const string Ending = "-Hypnogram.edf";
    private static readonly EnumerationOptions s_anyCase = new() { MatchCasing = MatchCasing.CaseInsensitive };

    /// <summary>Whether a file is the hypnogram of a recording, judged by their names.</summary>
    /// <remarks>Only Sleep-EDF marks a scorer in the name, so only there do six characters of it tell the night; elsewhere they may be those of
    /// many people, and the whole name must be equal.</remarks>
    /// <param name="recording">File name without folder, e.g. <c>SC4001E0-PSG.edf</c> (Sleep-EDF), <c>01-03-0001 PSG.edf</c> (MASS) or <c>P7.edf</c>.</param>
    /// <param name="candidate">Another file's name: <c>SC4001EC-Hypnogram.edf</c>, <c>01-03-0001 Base.edf</c>, <c>P7-Hypnogram.edf</c>.</param>
    public static bool Belong(string recording, string candidate)
    {
        if (IsOne(recording)) return false;
        if (recording.EndsWith(" PSG.edf", Ignore) && candidate.Equals($"{recording[..^8]} Base.edf", Ignore)) return true;
        if (!IsOne(candidate)) return false;
        if (SleepEdf().IsMatch(recording) && SleepEdf().IsMatch(candidate)) return candidate.StartsWith(recording[..6], Ignore);
        var stem = Path.GetFileNameWithoutExtension(recording);
        return candidate[..^Ending.Length].Equals(stem.EndsWith("-PSG", Ignore) ? stem[..^4] : stem, Ignore);
    }

    /// <summary>Whether a file is called a hypnogram, whosever.</summary>
    public static bool IsOne(string path) => path.EndsWith(Ending, Ignore);

    /// <summary>The first by name of the files that belong to a recording; null for none.</summary>
    /// <param name="recording">Path of the recording.</param>
    /// <param name="candidates">Paths of the files beside it.</param>
    public static string? Find(string recording, IEnumerable<string> candidates) => candidates
        .Where(candidate => Belong(Path.GetFileName(recording), Path.GetFileName(candidate)))
        .Order(StringComparer.Ordinal).FirstOrDefault();

    /// <summary>The one in the recording's folder whose stages count; null for none. A recording with stages of its own needs none: a file that
    /// only lies beside it may be an older scoring, or another's.</summary>
    /// <param name="path">Path of the recording.</param>
    /// <param name="recording">The same, open.</param>
    /// <param name="remark">What to say of a file that was passed over, or null.</param>
    public static string? Beside(string path, EdfFile recording, out string? remark)
    {
        var found = Find(path, Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(path))!, "*.edf", s_anyCase));
        remark = found is null ? null : PassedOver(recording, found);
        return remark is null ? found : null;
    }

    /// <summary>Why a hypnogram beside a recording does not count: the recording has stages of its own; null where it has none.</summary>
    public static string? PassedOver(EdfFile recording, string hypnogram) =>
        recording.Annotations.Any(annotation => StageText.TryParse(annotation.Text, out var stage) && stage is not null)
            ? $"The recording's own stages are used; '{Path.GetFileName(hypnogram)}' beside it is not."
            : null;

    [GeneratedRegex("^(?:SC4|ST7).{5}-(?:PSG|Hypnogram)\\.edf$", RegexOptions.IgnoreCase)]
    private static partial Regex SleepEdf();
}
