using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Reads the closed epochs of one study in order and says what is in each. Causal: what it says rests on this epoch and those before
/// it.</summary>
/// <remarks>For each epoch <see cref="Read"/>, then <see cref="Decide"/> with its FINAL. Only exact arithmetic is used, and the state can be saved,
/// so equal epochs give equal findings, across restarts too. Not thread-safe.</remarks>
public sealed class FindingsReader
{
    private const byte StateVersion = 1;
    private const double LowPassDelaySeconds = 0.0119; // of the 35 Hz low-pass of EEG and EOG rows, below 10 Hz
    private readonly EvidenceOptions _options;
    private readonly double[] _delays = new double[EpochSignals.Lanes];
    private readonly FindingList _found = new();
    private readonly List<HalfWave> _waves = [];
    private readonly ChinMeter _chin = new();
    private readonly ArousalDetector _arousals = new();
    private NightContext _context;
    private double _wakeHzSum;
    private int _wakeEpochs;

    /// <param name="study">Tells how much each row lags behind its samples.</param>
    /// <param name="montage">Resolved from it.</param>
    /// <param name="options">What a person vouches for.</param>
    public FindingsReader(Study study, Montage montage, EvidenceOptions options)
    {
        _options = options;
        for (var lane = 0; lane < _delays.Length; lane++)
        {
            var derivation = montage.Rows[(int)EpochSignals.RowOf(lane)] ?? (lane == EpochSignals.EyeLane ? montage.Rows[(int)DerivationRow.RightEye] : null);
            if (derivation is not null) _delays[lane] = LowPassDelaySeconds + Delay(study, derivation);
        }
    }

    /// <summary>Says what is in the next epoch.</summary>
    public EpochFindings Read(Epoch epoch)
    {
        var observed = Observed.Of(epoch, _options.TrustedGain);
        var signals = EpochSignals.OfThisThread;
        signals.Prepare(epoch, observed);
        _found.Clear();
        var slow = SlowWaveDetector.Find(signals, observed, _waves, _found);
        KComplexDetector.Find(signals, _found);
        SpindleDetector.Find(signals, _found);
        VertexWaveDetector.Find(signals, _found);
        SawtoothDetector.Find(signals, _waves, _found);
        RapidEyeMovementDetector.Find(signals, _found);
        SlowEyeMovementDetector.Find(signals, _waves, _found);
        BlinkDetector.Find(signals, _found);
        var moved = MovementDetector.Find(signals, epoch, observed, _found);
        var chin = observed.Chin ? epoch.Rows[(int)DerivationRow.Chin] : null;
        _arousals.Find(signals, chin, _context.PreviousStage == Stage.R, _found);
        return new EpochFindings
        {
            Epoch = epoch.Number,
            StartSeconds = (double)epoch.StartSeconds,
            Observed = observed,
            Before = _context,
            Events = _found.ToFindings((double)epoch.StartSeconds, _delays),
            AlphaShare = BackgroundMeter.AlphaShare(signals),
            MixedShare = BackgroundMeter.MixedShare(signals, _found),
            OccipitalHz = observed.Occipital ? signals.OccipitalHz : null,
            Slow = slow,
            Chin = chin is null ? null : _chin.Read(chin),
            MovementShare = moved,
        };
    }

    /// <summary>Tells the FINAL of the epoch just read: the next one is judged in its light.</summary>
    public void Decide(EpochFindings findings, Stage final)
    {
        _arousals.Decide(final is Stage.N1 or Stage.N2 or Stage.N3 or Stage.R);
        var isWake = final == Stage.W && findings.AlphaShare is not null;
        if (isWake) (_wakeHzSum, _wakeEpochs) = (_wakeHzSum + findings.OccipitalHz!.Value, _wakeEpochs + 1);
        _context = new NightContext(
            final,
            findings.Marker(Epoch.Seconds / 2.0, Epoch.Seconds)?.Kind,
            _context.HasAlpha || (isWake && findings.AlphaShare > 0.5),
            _wakeEpochs == 0 ? null : _wakeHzSum / _wakeEpochs);
    }

    /// <summary>The exact state; see <see cref="Restore"/>.</summary>
    public byte[] Save()
    {
        var writer = new StateWriter();
        writer.Write(StateVersion);
        writer.Write(_context.PreviousStage is { } stage ? (int)stage : -1);
        writer.Write(_context.MarkerBefore is { } marker ? (int)marker : -1);
        writer.Write(_context.HasAlpha);
        writer.Write(_wakeHzSum);
        writer.Write(_wakeEpochs);
        _chin.Save(writer);
        _arousals.Save(writer);
        return writer.ToArray();
    }

    /// <summary>Goes on exactly where <see cref="Save"/> was called, given the same study, montage and options.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    public static FindingsReader Restore(Study study, Montage montage, EvidenceOptions options, ReadOnlySpan<byte> state)
    {
        var findings = new FindingsReader(study, montage, options);
        var reader = new StateReader(state);
        var version = reader.ReadByte();
        if (version != StateVersion) throw new InvalidDataException($"Findings state has version {version}, {StateVersion} is understood.");
        findings.Load(ref reader);
        return reader.AtEnd ? findings : throw new InvalidDataException("Findings state is longer than its contents.");
    }

    private void Load(ref StateReader reader)
    {
        var (stage, marker, hasAlpha) = (reader.ReadInt32(), reader.ReadInt32(), reader.ReadBoolean());
        (_wakeHzSum, _wakeEpochs) = (reader.ReadDouble(), reader.ReadInt32());
        _context = new NightContext(
            stage < 0 ? null : (Stage)stage, marker < 0 ? null : (FindingKind)marker, hasAlpha, _wakeEpochs == 0 ? null : _wakeHzSum / _wakeEpochs);
        _chin.Load(ref reader);
        _arousals.Load(ref reader);
    }

    private static double Delay(Study study, Derivation derivation)
    {
        var rate = study.Channels[derivation.Positive].RateHz;
        var partner = derivation.Negative is { } negative ? study.Channels[negative].RateHz : rate;
        return (double)Resampler.For(rate, partner).DelaySeconds;
    }
}
