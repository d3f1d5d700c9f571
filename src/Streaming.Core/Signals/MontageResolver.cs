namespace Streaming.Core.Signals;

/// <summary>One resolution of a study's names into rows.</summary>
internal sealed class MontageResolver
{
    private const int AasmMinimumHz = 200; // AASM manual, technical specifications: minimal sampling rate of EEG, EOG and EMG
    private const int WholeChinHz = 100; // the chin's row holds 10 to 45 Hz

    private readonly List<(Channel Channel, ElectrodePair Pair)> _named = [];
    private readonly List<string> _remarks = [];
    private readonly HashSet<int> _used = [];

    public MontageResolver(Study study)
    {
        foreach (var channel in study.Channels) Name(channel);
    }

    public IReadOnlyList<string> Remarks => _remarks;

    public IReadOnlyList<Derivation?> Rows()
    {
        var rows = new Derivation?[RowPreferences.Names.Count];
        for (var i = 0; i < rows.Length; i++)
        {
            rows[i] = Find((DerivationRow)i);
            if (rows[i] is { } found) Use(found);
            else _remarks.Add($"Nothing fills the {RowPreferences.Title((DerivationRow)i)} row.");
        }

        foreach (var (channel, pair) in _named) RemarkUnused(channel, pair);
        return rows;
    }

    /// <summary>By row, the next best derivation after the one found. Nothing more is remarked.</summary>
    public IReadOnlyList<Derivation?> Alternatives(IReadOnlyList<Derivation?> rows)
    {
        var said = _remarks.Count;
        var alternatives = rows.Select((found, n) => found is null ? null : Find((DerivationRow)n, found.Name)).ToArray();
        _remarks.RemoveRange(said, _remarks.Count - said);
        return [.. alternatives.Select(alternative => alternative is null ? null : alternative with { IsFallback = true })];
    }

    private void Name(Channel channel)
    {
        var isStated = channel.StatedDerivation.Length > 0;
        var pair = ChannelNames.Parse(isStated ? channel.StatedDerivation : channel.Label);
        if (isStated && pair is not null && DerivationAdvice.Doubt(channel, pair) is { } doubt) _remarks.Add(doubt);
        var kind = channel.Kind == ChannelKind.Unspecified ? ChannelNames.KindOf(channel.Label, channel.RateHz) : channel.Kind;
        if (pair is null)
        {
            if (isStated) _remarks.Add($"'{channel.Label}': the stated derivation '{channel.StatedDerivation}' is not a known name; not used.");
            else if (kind is ChannelKind.Eeg or ChannelKind.Eog or ChannelKind.Emg)
                _remarks.Add($"'{channel.Label}' does not name its electrodes; not used. {DerivationAdvice.Of(channel, kind)}");
        }
        else if (kind == ChannelKind.EmgEnvelope)
        {
            _remarks.Add($"'{channel.Label}' is an EMG envelope at {Hz(channel)} Hz; it fills no row.");
        }
        else if (!isStated && kind is ChannelKind.Ecg or ChannelKind.Other)
        {
            _remarks.Add($"'{channel.Label}' is declared as neither EEG, EOG nor EMG; not used.");
        }
        else if (ChannelUnit.Microvolts(channel.Unit) is null)
        {
            _remarks.Add($"'{channel.Label}' is not in volts (unit '{channel.Unit}'); not used.");
        }
        else if (!double.IsFinite(channel.Scaling.Gain) || channel.Scaling.Gain == 0)
        {
            var (scaling, isFlat) = (channel.Scaling, channel.Scaling.Gain == 0);
            _remarks.Add($"'{channel.Label}' has no scale: its {(isFlat ? "physical" : "digital")} limits "
                + $"{(isFlat ? $"{scaling.PhysicalMin} and {scaling.PhysicalMax}" : $"{scaling.DigitalMin} and {scaling.DigitalMax}")} are the same; not used.");
        }
        else
        {
            _named.Add((channel, pair));
        }
    }

    private Derivation? Find(DerivationRow row, string? after = null)
    {
        var names = RowPreferences.Names[(int)row];
        for (var i = after is null ? 0 : names.Index().First(name => name.Item == after).Index + 1; i < names.Count; i++)
        {
            if (Direct(row, names[i], i > 0) is { } direct) return direct;
            if (Difference(row, names[i], i > 0) is { } difference) return difference;
        }

        return null;
    }

    private Derivation? Direct(DerivationRow row, string name, bool isFallback)
    {
        var found = _named.Where(entry => entry.Pair.Name == name).OrderBy(entry => entry.Channel.StatedDerivation.Length == 0).ToList();
        // A bare eye label is taken as already referenced only where no mastoid is recorded by itself: then the recording is not referential.
        // A person may state otherwise.
        if (name is "E1" or "E2" && _named.Any(entry => entry.Pair is { Positive: "M1" or "M2" }))
            found.RemoveAll(entry => entry.Channel.StatedDerivation.Length == 0);
        if (found.Count == 0) return null;
        if (found.Count > 1)
            _remarks.Add($"{found.Count} channels are {name}; '{found[0].Channel.Label}' (channel {found[0].Channel.Number}) is used.");
        if (name is "E1" or "E2") _remarks.Add($"'{found[0].Channel.Label}' does not say its reference; drawn as recorded, as {name}.");
        return new Derivation(row, name, found[0].Channel.Number, null, IsFallback: row != DerivationRow.Chin && isFallback);
    }

    private Derivation? Difference(DerivationRow row, string name, bool isFallback)
    {
        if (ChannelNames.Parse(name) is not { Negative: { } minus } wanted) return null;
        foreach (var (positive, pair) in _named.Where(entry => entry.Pair.Positive == wanted.Positive))
        {
            foreach (var (negative, _) in _named.Where(entry => entry.Pair.Positive == minus && SharesReference(pair, entry.Pair)))
            {
                if (positive.RateHz == negative.RateHz)
                    return new Derivation(row, name, positive.Number, negative.Number, IsFallback: row != DerivationRow.Chin && isFallback);
                _remarks.Add($"{name} cannot be derived: '{positive.Label}' has {Hz(positive)} Hz and '{negative.Label}' {Hz(negative)} Hz.");
            }
        }

        return null;
    }

    // The two chin leads of a bipolar input share their amplifier's reference by construction; no other bare pair is trusted.
    private static bool SharesReference(ElectrodePair a, ElectrodePair b) =>
        a.Negative == b.Negative && (a.Negative is not null || (ChannelNames.IsChin(a.Positive) && ChannelNames.IsChin(b.Positive)));

    private void Use(Derivation derivation)
    {
        foreach (var number in new[] { derivation.Positive, derivation.Negative ?? derivation.Positive }.Distinct())
        {
            var channel = _named.First(entry => entry.Channel.Number == number).Channel;
            if (_used.Add(number) && channel.RateHz < AasmMinimumHz)
                _remarks.Add($"'{channel.Label}' is sampled at {Hz(channel)} Hz, below the AASM minimum of {AasmMinimumHz} Hz.");
            if (derivation.Row == DerivationRow.Chin && channel.RateHz < WholeChinHz)
                _remarks.Add($"'{channel.Label}' keeps only the lower part of a chin EMG (10 to 100 Hz).");
            if (_used.Contains(number) && channel.Unit.Trim().Length == 0) _remarks.Add($"'{channel.Label}' states no unit; taken as microvolts.");
        }
    }

    private void RemarkUnused(Channel channel, ElectrodePair pair)
    {
        if (_used.Contains(channel.Number) || pair.Positive is ChannelNames.Chin or ChannelNames.HorizontalEog) return;
        if (pair.Negative is null)
            _remarks.Add($"'{channel.Label}' does not say its reference; not used. {DerivationAdvice.Of(channel, channel.Kind, pair)}");
        else if (pair.Positive is not ("M1" or "M2") && pair.Negative is not ("M1" or "M2") && IsWanted(pair.Positive))
            _remarks.Add($"'{channel.Label}' ({pair.Name}): no mastoid is recorded against {pair.Negative}; nothing can be derived from it.");
    }

    private bool IsWanted(string electrode) =>
        !_named.Any(entry => entry.Pair.Positive is "M1" or "M2")
        && RowPreferences.Names.Any(names => names.Any(name => name.StartsWith($"{electrode}-M", StringComparison.Ordinal)));

    private static string Hz(Channel channel) => ((double)channel.RateHz).ToString("0.###", System.Globalization.CultureInfo.InvariantCulture);
}
