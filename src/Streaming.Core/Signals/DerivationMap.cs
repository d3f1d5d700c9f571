namespace Streaming.Core.Signals;

/// <summary>A person's word on what a channel, or the difference of two, stands for: <c>EEG=C4-M1</c>, <c>L Chin-R Chin=Chin1-Chin2</c>.</summary>
/// <param name="Source">A label of the study (<c>Label#2</c>: the second of that label), or two joined by <c>-</c>.</param>
/// <param name="Derivation">What it is, in canonical names.</param>
public sealed record DerivationMap(string Source, ElectrodePair Derivation)
{
    /// <summary>Stands for the recording's own reference, in which two mapped channels may be subtracted.</summary>
    private const string CommonReference = "COMMON";

    /// <summary>The names SHHS gives its channels.</summary>
    public static IReadOnlyList<DerivationMap> Shhs { get; } =
    [
        Of("EEG=C4-M1"), Of("EEG(sec)=C3-M2"), Of("EEG sec=C3-M2"), Of("EEG 2=C3-M2"), Of("EEG2=C3-M2"), Of("EEG(SEC)=C3-M2"), Of("EEG_SEC=C3-M2"),
    ];

    /// <summary>Reads <c>SOURCE=DERIVATION</c>.</summary>
    /// <param name="text">As given on a command line.</param>
    /// <param name="map">The map, where the answer is null.</param>
    /// <returns>What is wrong with the text, or null.</returns>
    public static string? TryParse(string text, out DerivationMap? map)
    {
        map = null;
        var equals = text.LastIndexOf('=');
        if (equals < 1) return $"'{text}' is not SOURCE=DERIVATION, as in EEG=C4-M1.";
        var (source, name) = (text[..equals].Trim(), text[(equals + 1)..].Trim());
        if (source.Length == 0) return $"'{text}' names no channel before the equals sign.";
        if (ChannelNames.Parse(name) is not { } pair)
            return $"'{name}' in '{text}' is no derivation known here, such as C4-M1, E1-M2 or Chin1-Chin2.";
        map = new DerivationMap(source, pair);
        return null;
    }

    /// <summary>Reads <c>SOURCE=DERIVATION</c>.</summary>
    /// <exception cref="FormatException">The text is no map; the message says what is wrong.</exception>
    public static DerivationMap Parse(string text) => TryParse(text, out var map) is { } problem ? throw new FormatException(problem) : map!;

    /// <summary>Writes the maps into the channels' <see cref="Channel.StatedDerivation"/>.</summary>
    /// <param name="channels">In the order of their numbers.</param>
    /// <param name="maps">Applied in order.</param>
    /// <param name="problems">Receives a sentence for every map that fits no channel or contradicts an earlier one.</param>
    public static IReadOnlyList<Channel> Apply(IReadOnlyList<Channel> channels, IEnumerable<DerivationMap> maps, ICollection<string> problems)
    {
        var mapped = channels.ToArray();
        foreach (var map in maps)
        {
            if (map.ApplyTo(mapped) is { } problem) problems.Add(problem);
        }

        return mapped;
    }

    /// <summary>Keeps the maps whose sources the study has: for lists that cover several spellings.</summary>
    public static IEnumerable<DerivationMap> Fitting(IReadOnlyList<Channel> channels, IEnumerable<DerivationMap> maps) =>
        maps.Where(map => Find(channels, map.Source) >= 0).DistinctBy(map => Find(channels, map.Source));

    private static DerivationMap Of(string text) => Parse(text);

    private string? ApplyTo(Channel[] channels)
    {
        var whole = Find(channels, Source);
        if (whole >= 0) return State(channels, whole, Derivation);
        for (var dash = Source.IndexOf('-'); dash > 0; dash = Source.IndexOf('-', dash + 1))
        {
            var (positive, negative) = (Find(channels, Source[..dash]), Find(channels, Source[(dash + 1)..]));
            if (positive < 0 || negative < 0) continue;
            var pair = Derivation is { Positive: ChannelNames.Chin, Negative: null } ? new ElectrodePair("Chin1", "Chin2") : Derivation;
            if (pair.Negative is null) return $"'{Source}' is a difference, so '{pair.Name}' must be one too, such as C4-M1.";
            return State(channels, positive, new ElectrodePair(pair.Positive, CommonReference))
                ?? State(channels, negative, new ElectrodePair(pair.Negative, CommonReference));
        }

        return $"No channel is labelled '{Source}'; the study has {string.Join(", ", channels.Select(channel => $"'{channel.Label}'"))}.";
    }

    private static string? State(Channel[] channels, int number, ElectrodePair pair)
    {
        var channel = channels[number];
        if (channel.StatedDerivation.Length > 0 && channel.StatedDerivation != pair.Name)
            return $"'{channel.Label}' cannot be both {channel.StatedDerivation} and {pair.Name}.";
        var kind = channel.Kind == ChannelKind.EmgEnvelope ? channel.Kind : ChannelNames.KindOf(pair.Name, channel.RateHz);
        channels[number] = channel with { StatedDerivation = pair.Name, Kind = kind };
        return null;
    }

    private static int Find(IReadOnlyList<Channel> channels, string source)
    {
        source = source.Trim();
        var exact = Place(channels, source, 1, StringComparison.Ordinal);
        if (exact >= 0) return exact;
        var mark = source.LastIndexOf('#');
        if (mark > 0 && int.TryParse(source.AsSpan(mark + 1), out var occurrence) && occurrence > 0)
            return Place(channels, source[..mark].Trim(), occurrence, StringComparison.Ordinal);
        return Place(channels, source, 1, StringComparison.OrdinalIgnoreCase);
    }

    private static int Place(IReadOnlyList<Channel> channels, string label, int occurrence, StringComparison comparison)
    {
        for (var i = 0; i < channels.Count; i++)
        {
            if (string.Equals(channels[i].Label, label, comparison) && --occurrence == 0) return i;
        }

        return -1;
    }
}
