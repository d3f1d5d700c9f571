using System.Text.RegularExpressions;

namespace Streaming.Core.Signals;

/// <summary>Reads the names recorders give to channels. M1=A1, E1=LOC, separators and prefixes differ; the meaning must not.</summary>
public static partial class ChannelNames
{
    /// <summary>A ready-made chin EMG whose electrodes the label does not name.</summary>
    public const string Chin = "Chin";

    /// <summary>The one horizontal eye channel of Sleep-EDF.</summary>
    public const string HorizontalEog = "EOG horizontal";

    private const int EnvelopeBelowHz = 20; // a chin EMG starts at 10 Hz: sampled slower, it can only be an envelope

    /// <summary>The electrodes a label names, or null where it names none known.</summary>
    public static ElectrodePair? Parse(string label)
    {
        var text = Tidy(label);
        if (text.Length is 0 or > 80) return null;
        return Whole(text) ?? Electrodes(text) ?? (StripPrefix(text) is { } rest ? Whole(rest) ?? Electrodes(rest) : null);
    }

    /// <summary>What a channel of this label measures; <see cref="ChannelKind.Other"/> where the label is not known.</summary>
    /// <param name="label">As the recorder names it.</param>
    /// <param name="rateHz">A chin EMG below 20 Hz is an envelope.</param>
    public static ChannelKind KindOf(string label, Rational rateHz)
    {
        var text = Tidy(label);
        if (Parse(label) is { } pair)
        {
            if (IsChin(pair.Positive)) return rateHz < EnvelopeBelowHz ? ChannelKind.EmgEnvelope : ChannelKind.Emg;
            return pair.Positive is "E1" or "E2" or HorizontalEog ? ChannelKind.Eog
                : pair.Positive is "M1" or "M2" || TenTwenty().IsMatch(pair.Positive.ToUpperInvariant()) ? ChannelKind.Eeg
                : ChannelKind.Other;
        }

        if (OtherMuscle().IsMatch(text)) return ChannelKind.Other;
        if (text.StartsWith("EEG", StringComparison.Ordinal)) return ChannelKind.Eeg;
        if (text.StartsWith("EOG", StringComparison.Ordinal)) return ChannelKind.Eog;
        return text.StartsWith("ECG", StringComparison.Ordinal) || text.StartsWith("EKG", StringComparison.Ordinal)
            ? ChannelKind.Ecg
            : ChannelKind.Other;
    }

    /// <summary>A canonical name of a chin electrode or channel.</summary>
    public static bool IsChin(string canonical) => canonical.Contains("Chin", StringComparison.Ordinal);

    private static string Tidy(string label) =>
        Spaces().Replace(label.Trim().Replace('–', '-').Replace('—', '-').Replace('−', '-'), " ").ToUpperInvariant();

    private static ElectrodePair? Whole(string text) => text.Replace(" ", "").Replace("_", "").Replace("-", "") switch
    {
        "EMG" or "CHIN" or "CHINEMG" or "EMGCHIN" or "X1" or "SUBMENTAL" or "EMGSUBMENTAL" or "SUBMENTALEMG" or "CHINEMG1" or "EMGCHIN1"
            or "EMGCHIN2" or "EMGCHIN3" => new ElectrodePair(Chin, null),
        "EOGHORIZONTAL" or "HORIZONTALEOG" or "HEOG" or "EOGH" => new ElectrodePair(HorizontalEog, null),
        _ => null,
    };

    private static ElectrodePair? Electrodes(string text)
    {
        if (Electrode(text, out var length) is not { } positive) return null;
        var rest = text[length..];
        if (rest.Length == 0) return new ElectrodePair(positive, null);
        var separated = Separator().Match(rest) is { Success: true } separator ? rest[separator.Length..] : rest;
        if (Electrode(separated, out length) is { } negative && length == separated.Length) return new ElectrodePair(positive, negative);
        // Any word may name a recording reference (CLE, LER, REF…), but only after a separator that is not a blank.
        return Word().IsMatch(separated) && rest.Length > separated.Length && !rest.StartsWith(' ') ? new ElectrodePair(positive, separated) : null;
    }

    // The electrode a text begins with, in canonical spelling.
    private static string? Electrode(string text, out int length)
    {
        (Regex Pattern, Func<Match, string> Name)[] spellings =
        [
            (LeftEye(), _ => "E1"), (RightEye(), _ => "E2"), (LeftChin(), _ => "L Chin"), (RightChin(), _ => "R Chin"),
            (NumberedChin(), match => $"Chin{match.Groups[1].Value}"), (Mastoid(), match => $"M{match.Groups[1].Value}"),
            (TenTwenty(), match => match.Value.Replace("FP", "Fp", StringComparison.Ordinal).Replace('Z', 'z')),
        ];
        foreach (var (pattern, name) in spellings)
        {
            if (pattern.Match(text) is not { Success: true } match) continue;
            length = match.Length;
            return name(match);
        }

        length = 0;
        return null;
    }

    private static string? StripPrefix(string text) => Prefix().Match(text) is { Success: true } match ? text[match.Length..] : null;

    [GeneratedRegex(@"\s+")]
    private static partial Regex Spaces();

    [GeneratedRegex("^(?:EEG|EOG|EMG)[ :_-]+(?=.)")]
    private static partial Regex Prefix();

    [GeneratedRegex("^ ?[-/_:] ?|^ ")]
    private static partial Regex Separator();

    [GeneratedRegex("^[A-Z][A-Z0-9+]*$")]
    private static partial Regex Word();

    [GeneratedRegex(@"^(?:E1|LOC|EOG[ _-]?\(L\)|EOG[ _-]?L(?:EFT)?(?![A-Z])|L(?:EFT)?[ _-]?EOG)")]
    private static partial Regex LeftEye();

    [GeneratedRegex(@"^(?:E2|ROC|EOG[ _-]?\(R\)|EOG[ _-]?R(?:IGHT)?(?![A-Z])|R(?:IGHT)?[ _-]?EOG)")]
    private static partial Regex RightEye();

    [GeneratedRegex(@"^(?:L(?:EFT)?[ _-]?CHIN|CHIN[ _-]?L(?:EFT)?(?![A-Z]))")]
    private static partial Regex LeftChin();

    [GeneratedRegex(@"^(?:R(?:IGHT)?[ _-]?CHIN|CHIN[ _-]?R(?:IGHT)?(?![A-Z]))")]
    private static partial Regex RightChin();

    [GeneratedRegex("^CHIN ?([1-4])")]
    private static partial Regex NumberedChin();

    [GeneratedRegex("^[AM]([12])(?![0-9])")]
    private static partial Regex Mastoid();

    [GeneratedRegex("^(?:FP|AF|FT|FC|CP|TP|PO|F|C|T|P|O)(?:10|[1-9]|Z)")]
    private static partial Regex TenTwenty();

    [GeneratedRegex("LEG|TIB|LAT|RAT|PLM|ARM|EXT|INTERCOST|DIAPH")]
    private static partial Regex OtherMuscle();
}
