using System.Globalization;
using Streaming.Core.Quality;
using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>Judges the rows of an epoch: which are blank, what people should know, and whether a stage may be given at all.</summary>
internal sealed class EpochVerdict
{
    private const double ClippedShare = 0.01;
    private const int AasmMinimumHz = 200; // AASM manual, technical specifications
    private readonly SignalSpec _spec;
    private readonly Study _study;
    private readonly List<string> _quality = [];
    private readonly List<string> _unusable = [];
    private bool _hasBrainRow;
    private bool _hasDerivation;
    private bool _hasLosses;

    public EpochVerdict(Study study, SignalSpec spec) => (_study, _spec) = (study, spec);

    public IReadOnlyList<string> Quality => _quality;

    /// <summary>Why no stage may be given: no EEG or EOG row is left; null where one is. The chin alone stages nothing.</summary>
    public string? UnscorableReason
    {
        get
        {
            if (_hasBrainRow) return null;
            if (!_hasDerivation) return "no staged derivation";
            if (_unusable.Count == 0) return "no EEG or EOG derivation";
            var limit = _hasLosses ? $" (limit {Percent(_spec.LossLimit)})" : "";
            return $"no usable signal: {string.Join(", ", _unusable)}{limit}";
        }
    }

    /// <summary>Is the row drawn?</summary>
    /// <param name="derivation">What fills it.</param>
    /// <param name="row">What came of it.</param>
    /// <param name="epoch">Its samples; null for a window across epochs. Columns may be blank although all of them came: the recording ends before the
    /// filters have, and nothing is said of that.</param>
    public bool Admits(Derivation derivation, RowResult row, OpenEpoch? epoch = null)
    {
        _hasDerivation = true;
        var fault = row.LostShare > _spec.LossLimit ? $"{Percent(row.LostShare)} of {derivation.Name} lost"
            : row.IsFlat ? $"{derivation.Name} is flat"
            : row.Fault is { } known ? $"{derivation.Name} {Words(known)}" : null;
        if (fault is null)
        {
            if (row.LostShare > 0 && !HasAll(derivation, epoch)) _quality.Add($"{Percent(row.LostShare)} of {derivation.Name} lost");
            if (derivation.Row != DerivationRow.Chin) _hasBrainRow = true;
            return true;
        }
        _quality.Add($"{fault}: not drawn");
        _unusable.Add(fault);
        _hasLosses |= row.LostShare > _spec.LossLimit;
        return false;
    }

    private static bool HasAll(Derivation derivation, OpenEpoch? epoch) =>
        epoch is not null && IsWhole(epoch[derivation.Positive]) && (derivation.Negative is not { } negative || IsWhole(epoch[negative]));

    private static bool IsWhole(ChannelEpoch samples) => samples.Here == samples.Expected;

    /// <summary>Says that a row shows something else than it should.</summary>
    public void Replace(Derivation replaced, Derivation shown) => _quality.Add($"{shown.Name} instead of {replaced.Name}");

    /// <summary>Remarks on the recording of a drawn row.</summary>
    public void Inspect(Derivation derivation, OpenEpoch epoch)
    {
        Inspect(derivation, epoch, derivation.Positive);
        if (derivation.Negative is { } negative) Inspect(derivation, epoch, negative);
    }

    private void Inspect(Derivation derivation, OpenEpoch epoch, int number)
    {
        var channel = _study.Channels[number];
        if (channel.RateHz < AasmMinimumHz)
            _quality.Add(string.Create(CultureInfo.InvariantCulture,
                $"{derivation.Name} at {(double)channel.RateHz:0.###} Hz: below the AASM minimum of {AasmMinimumHz} Hz"));
        var clipped = Clipped(epoch[number], channel.Scaling);
        if (clipped > ClippedShare * epoch[number].Expected)
            _quality.Add($"{derivation.Name} at the recorder's limit in {Percent((double)clipped / epoch[number].Expected)} of the epoch");
    }

    private static int Clipped(ChannelEpoch samples, ChannelScaling scaling)
    {
        var values = samples.Values;
        var present = samples.Present;
        var clipped = 0;
        // Most epochs have none, and that is seen many samples at a time; what is left of older epochs in the array is sorted out below.
        if (scaling.DigitalMax - (long)scaling.DigitalMin >= 2 && !values.ContainsAnyExceptInRange(scaling.DigitalMin + 1, scaling.DigitalMax - 1))
            return 0;
        for (var n = 0; n < values.Length; n++)
        {
            if (present[n] && (values[n] <= scaling.DigitalMin || values[n] >= scaling.DigitalMax)) clipped++;
        }
        return clipped;
    }

    private static string Words(SignalFault fault) => fault switch
    {
        SignalFault.Missing => "is missing",
        SignalFault.Flat => "is flat",
        SignalFault.Clipped => "is at the recorder's limit",
        _ => "is disconnected",
    };

    private static string Percent(double share) =>
        share is > 0 and < 0.01 ? "under 1 %" : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0} %");
}
