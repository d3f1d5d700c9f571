namespace Streaming.Core.Signals;

/// <summary>What to say to a person of a channel whose derivation is not known, or was stated against its label.</summary>
internal static class DerivationAdvice
{
    private static readonly Rational s_anyHz = 200; // no envelope: only the label counts

    /// <summary>How to state the derivation, with one that a channel of this kind may have.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="kind">What it measures.</param>
    /// <param name="pair">What its label names; null for nothing.</param>
    public static string Of(Channel channel, ChannelKind kind, ElectrodePair? pair = null) =>
        $"State it: stated_derivation in the descriptor, or with Replay, import and score --map '{channel.Label}={Example(channel.Label, kind, pair?.Positive)}'.";

    /// <summary>A sentence where an eye's or the chin's channel, by its label, is stated to be an EEG derivation; else null.</summary>
    public static string? Doubt(Channel channel, ElectrodePair stated)
    {
        if (ChannelNames.KindOf(stated.Name, channel.RateHz) != ChannelKind.Eeg) return null;
        var kind = Labelled(channel.Label);
        return kind is ChannelKind.Eog or ChannelKind.Emg
            ? $"'{channel.Label}' is stated to be {stated.Name}, an EEG, yet its label says {(kind == ChannelKind.Eog ? "EOG" : "EMG")}; used as stated."
            : null;
    }

    // Of an electrode that is named only the reference is missing: the mastoid that its row prefers.
    private static string Example(string label, ChannelKind kind, string? electrode)
    {
        if (electrode is not null && RowPreferences.Names.SelectMany(names => names)
            .FirstOrDefault(name => name.StartsWith($"{electrode}-", StringComparison.Ordinal)) is { } wanted) return wanted;
        if (Labelled(label) is (ChannelKind.Eog or ChannelKind.Emg) and var labelled) kind = labelled;
        return kind switch
        {
            ChannelKind.Eog => IsRight(label) ? "E2-M2" : "E1-M2",
            ChannelKind.Emg or ChannelKind.EmgEnvelope => "Chin1-Chin2",
            _ => "C4-M1",
        };
    }

    private static ChannelKind Labelled(string label) => label.Contains("EOG", StringComparison.OrdinalIgnoreCase) ? ChannelKind.Eog
        : label.Contains("EMG", StringComparison.OrdinalIgnoreCase) ? ChannelKind.Emg
        : ChannelNames.KindOf(label, s_anyHz);

    private static bool IsRight(string label) =>
        label.Contains("right", StringComparison.OrdinalIgnoreCase)
        || label.Split(' ', '-', '_', '(', ')', '/').Any(word => word.ToUpperInvariant() is "R" or "RE" or "2" or "EOG2" or "E2" or "ROC");
}
