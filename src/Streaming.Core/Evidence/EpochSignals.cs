using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>One epoch, filtered for the detectors. Four lanes: frontal, central, occipital, and the difference of the eyes. Reused from epoch to
/// epoch.</summary>
internal sealed class EpochSignals
{
    public const int Lanes = 4;

    /// <summary>Lanes by number. Those of the EEG are numbered as their rows are (<see cref="DerivationRow"/>).</summary>
    public const int FrontalLane = (int)DerivationRow.Frontal, CentralLane = (int)DerivationRow.Central, OccipitalLane = (int)DerivationRow.Occipital;

    /// <summary>The difference of the eyes.</summary>
    public const int EyeLane = 3;

    public const int EegLanes = 3;
    public const int Samples = Epoch.Samples;

    /// <summary>Typical running scale of a row, µV: what "75 µV" is measured in where microvolts are not trusted.</summary>
    public const double ReferenceEegMicrovolts = 16, ReferenceEyeMicrovolts = 15;

    [ThreadStatic]
    private static EpochSignals? s_mine;

    private readonly Vector256<double>[] _broad = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _smooth = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _slow = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _delta = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _unbentSlow = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _unbentDelta = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _sawtooth = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _sigma = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _band = new Vector256<double>[Samples];
    private readonly Vector256<double>[] _rhythm = new Vector256<double>[Samples];
    private readonly double[] _eyeMean = new double[Samples];
    private readonly bool[] _has = new bool[Lanes];
    private readonly double[] _units = new double[Lanes];
    private readonly bool[] _lost = new bool[Lanes * Epoch.Seconds];

    /// <summary>One a thread: 1 MB that no bed needs between its epochs.</summary>
    public static EpochSignals OfThisThread => s_mine ??= new EpochSignals();

    /// <summary>Sample n of lane k is at [n · Lanes + k], µV.</summary>
    public ReadOnlySpan<double> Broad => Flat(_broad);

    /// <summary>Mean of five samples: alpha and spindles ride on sharp waves.</summary>
    public ReadOnlySpan<double> Smoothed => Flat(_smooth);

    /// <summary>Below 2.5 Hz, no delay.</summary>
    public ReadOnlySpan<double> Slow => Flat(_slow);

    /// <summary>Below 4 Hz, no delay.</summary>
    public ReadOnlySpan<double> Delta => Flat(_delta);

    /// <summary>Below 2.5 Hz, no phase: the row's own high-pass has bent a wave of 1 Hz by a twentieth of its length, and a slower one by more.</summary>
    public ReadOnlySpan<double> UnbentSlow => Flat(_unbentSlow);

    /// <summary>Below 4 Hz, no phase.</summary>
    public ReadOnlySpan<double> UnbentDelta => Flat(_unbentDelta);

    /// <summary>Below 4 Hz, all lanes of a sample together.</summary>
    public ReadOnlySpan<Vector256<double>> DeltaLanes => _delta;

    /// <summary>0.3-35 Hz, all lanes of a sample together.</summary>
    public ReadOnlySpan<Vector256<double>> BroadLanes => _broad;

    /// <summary>11-16 Hz, all lanes of a sample together.</summary>
    public ReadOnlySpan<Vector256<double>> SigmaLanes => _sigma;

    /// <summary>2-6 Hz, no delay.</summary>
    public ReadOnlySpan<double> Sawtooth => Flat(_sawtooth);

    /// <summary>11-16 Hz, no delay.</summary>
    public ReadOnlySpan<double> Sigma => Flat(_sigma);

    /// <summary>Mean of both eyes, µV; zero where only one was recorded.</summary>
    public ReadOnlySpan<double> EyeMean => _eyeMean;

    /// <summary>Both eyes were observed.</summary>
    public bool HasTwoEyes { get; private set; }

    /// <summary>Mean square by band, lane and second.</summary>
    public SecondPowers Powers { get; } = new();

    /// <summary>Mean frequency of the occipital 4-13 Hz activity.</summary>
    public double OccipitalHz { get; private set; }

    /// <summary>The lane was observed.</summary>
    public bool Has(int lane) => _has[lane];

    /// <summary>What a threshold of one microvolt means in this lane.</summary>
    public double Unit(int lane) => _units[lane];

    /// <summary>Samples of this second were lost.</summary>
    public bool IsLost(int lane, int second) => _lost[lane * Epoch.Seconds + second];

    /// <summary>Any sample between two was lost.</summary>
    public bool IsLost(int lane, int from, int to)
    {
        for (var second = Math.Max(0, from / Epoch.RateHz); second <= Math.Min(Samples - 1, to) / Epoch.RateHz; second++)
            if (IsLost(lane, second)) return true;
        return false;
    }

    /// <summary>The lane's row.</summary>
    public static DerivationRow RowOf(int lane) => lane == EyeLane ? DerivationRow.LeftEye : (DerivationRow)lane;

    /// <summary>Takes an epoch in.</summary>
    public void Prepare(Epoch epoch, Observed observed)
    {
        Array.Clear(_lost);
        Array.Clear(_broad);
        var broad = MemoryMarshal.Cast<Vector256<double>, double>(_broad.AsSpan());
        for (var lane = 0; lane < EegLanes; lane++)
        {
            _has[lane] = epoch.Derivations[lane] is not null && (lane switch { FrontalLane => observed.Frontal, CentralLane => observed.Central, _ => observed.Occipital });
            _units[lane] = observed.TrustedGain ? 1 : epoch.ScalesMicrovolts[lane] / ReferenceEegMicrovolts;
            if (_has[lane]) Lay(epoch.Rows[lane]!, broad, lane, 1);
        }
        PrepareEyes(epoch, observed, broad);
        Filter();
    }

    private void Filter()
    {
        LaneFilter.ZeroPhase(_broad, _slow, EvidenceFilters.Slow, _delta, EvidenceFilters.Delta);
        LaneFilter.Backward(_slow, _delta, _unbentSlow, _unbentDelta, EvidenceFilters.Unbend);
        LaneFilter.ZeroPhase(_broad, _sawtooth, EvidenceFilters.Sawtooth, _sigma, EvidenceFilters.Sigma);
        LaneFilter.Forward(_broad, _rhythm, EvidenceFilters.Theta, _band, EvidenceFilters.Alpha);
        Powers.Take(PowerBand.Broad, _broad);
        Powers.Take(PowerBand.Theta, _rhythm);
        Powers.Take(PowerBand.Alpha, _band);
        OccipitalHz = MeanHz(_rhythm, _band);
        LaneFilter.Forward(_broad, _band, EvidenceFilters.Beta);
        Powers.Take(PowerBand.Beta, _band);
        Smooth();
    }

    // Means of five samples; where the epoch ends, of fewer, still over five.
    private void Smooth()
    {
        ReadOnlySpan<Vector256<double>> broad = _broad;
        for (var n = 2; n < Samples - 2; n++)
            _smooth[n] = (broad[n - 2] + broad[n - 1] + broad[n] + broad[n + 1] + broad[n + 2]) / 5;
        foreach (var n in (ReadOnlySpan<int>)[0, 1, Samples - 2, Samples - 1])
        {
            var sum = Vector256<double>.Zero;
            for (var i = Math.Max(0, n - 2); i <= Math.Min(Samples - 1, n + 2); i++) sum += broad[i];
            _smooth[n] = sum / 5;
        }
    }

    private void PrepareEyes(Epoch epoch, Observed observed, Span<double> broad)
    {
        var (left, right) = ((int)DerivationRow.LeftEye, (int)DerivationRow.RightEye);
        HasTwoEyes = observed.EyeRows == 2;
        _has[EyeLane] = observed.EyeRows > 0;
        Array.Clear(_eyeMean);
        if (!_has[EyeLane]) return;
        var one = epoch.Derivations[left] is not null && epoch.Rows[left] is not null ? left : right;
        var scale = HasTwoEyes ? 0.5 * (epoch.ScalesMicrovolts[left] + epoch.ScalesMicrovolts[right]) : epoch.ScalesMicrovolts[one];
        _units[EyeLane] = observed.TrustedGain ? 1 : scale / ReferenceEyeMicrovolts;
        if (!HasTwoEyes)
        {
            Lay(epoch.Rows[one]!, broad, EyeLane, 1);
            return;
        }
        Lay(epoch.Rows[left]!, broad, EyeLane, 0.5);
        for (var n = 0; n < Samples; n++) _eyeMean[n] = broad[n * Lanes + EyeLane];
        Lay(epoch.Rows[right]!, broad, EyeLane, -0.5);
        for (var n = 0; n < Samples; n++) _eyeMean[n] = 2 * _eyeMean[n] - broad[n * Lanes + EyeLane];
    }

    // A lost sample keeps the last value, so that no step is seen; its second is marked.
    private void Lay(float[] samples, Span<double> broad, int lane, double gain)
    {
        var held = 0.0;
        for (var n = 0; n < Samples; n++)
        {
            if (float.IsNaN(samples[n])) _lost[lane * Epoch.Seconds + n / Epoch.RateHz] = true;
            else held = samples[n];
            broad[n * Lanes + lane] += gain * held;
        }
    }

    // Spectral mean of theta and alpha together: root of the ratio of the powers of the difference and of the signal (Hjorth's mobility).
    private static double MeanHz(ReadOnlySpan<Vector256<double>> theta, ReadOnlySpan<Vector256<double>> alpha)
    {
        const int Lane = OccipitalLane;
        var (power, change, last) = (0.0, 0.0, 0.0);
        for (var n = 0; n < Samples; n++)
        {
            var value = theta[n][Lane] + alpha[n][Lane];
            if (n > 0) change += (value - last) * (value - last);
            power += value * value;
            last = value;
        }
        return power > 0 ? Epoch.RateHz / (2 * Math.PI) * Math.Sqrt(change / power) : 0;
    }

    private static ReadOnlySpan<double> Flat(Vector256<double>[] lanes) => MemoryMarshal.Cast<Vector256<double>, double>(lanes.AsSpan());
}
