using System.Numerics;

namespace Streaming.Core.Simulation;

/// <summary>Turns a plan into source signals, second by second: coloured background, alpha rhythm, planned waves, heart, sway.</summary>
internal sealed class CorticalSources
{
    /// <summary>Rate of the sources; recorders resample from it.</summary>
    public const int RateHz = 100;

    private const int Bands = NightPlan.Bands;
    private const int Regions = NightPlan.Regions;

    private readonly NightPlan _plan;
    private readonly SeededRandom _random;
    private readonly BandFilters _filters = new();
    private readonly AlphaRhythm _alpha;
    private readonly float _shared;
    private readonly float _local;
    private readonly float[] _from = new float[Regions * (Bands + 1)];
    private readonly float[] _to = new float[Regions * (Bands + 1)];
    private readonly List<PlannedWave> _active = [];
    private int _nextWave;
    private double _nextBeat = 0.3;
    private Vector2 _sway;

    public CorticalSources(NightPlan plan, SeededRandom random)
    {
        (_plan, _random) = (plan, random);
        _alpha = new AlphaRhythm(plan.Subject.AlphaHz, random);
        _shared = (float)Math.Sqrt(plan.Subject.SharedShare);
        _local = (float)Math.Sqrt(1 - plan.Subject.SharedShare);
        Amplitudes(0, _to);
    }

    /// <summary>Writes one second into the buffer; seconds must be asked for in order from 0.</summary>
    public void Next(int second, SourceSecond into)
    {
        into.Advance();
        _to.CopyTo(_from, 0);
        Amplitudes(second, _to);
        Background(into);
        Waves(second, into);
        Heart(second, into);
        Sway(second, into);
    }

    private void Background(SourceSecond into)
    {
        var (frontal, central, occipital) = (into[0], into[1], into[2]);
        Span<float> gain = stackalloc float[Regions * (Bands + 1)];
        for (var i = 0; i < RateHz; i++)
        {
            var ramp = (i + 1f) / RateHz;
            for (var g = 0; g < gain.Length; g++) gain[g] = _from[g] + ramp * (_to[g] - _from[g]);
            var sum = Vector4.Zero;
            for (var band = 0; band < Bands; band++)
            {
                var noise = _filters.Next(band, new Vector4(_random.Noise(), _random.Noise(), _random.Noise(), _random.Noise()));
                var mixed = new Vector4(noise.W * _shared) + noise * _local;
                sum += mixed * new Vector4(gain[band], gain[Bands + band], gain[2 * Bands + band], 0);
            }
            var alpha = _alpha.Next();
            frontal[SourceSecond.History + i] = sum.X + gain[Regions * Bands] * alpha;
            central[SourceSecond.History + i] = sum.Y + gain[Regions * Bands + 1] * alpha;
            occipital[SourceSecond.History + i] = sum.Z + gain[Regions * Bands + 2] * alpha;
        }
    }

    // By region and band, then the narrow rhythm by region.
    private void Amplitudes(int second, Span<float> into)
    {
        Span<double> powers = stackalloc double[Bands];
        Span<double> deviations = stackalloc double[Bands];
        var unit = _plan.Subject.UnitMicrovolts;
        var planned = _plan.PowersAt(second);
        var share = _plan.AlphaShare[second];
        for (var region = 0; region < Regions; region++)
        {
            for (var band = 0; band < Bands; band++) powers[band] = unit * unit * Math.Exp(planned[region * Bands + band]);
            into[Regions * Bands + region] = (float)Math.Sqrt(powers[2] * 4 * share);
            powers[2] *= 1 - share;
            BandFilters.Deviations(powers, deviations);
            for (var band = 0; band < Bands; band++) into[region * Bands + band] = (float)deviations[band];
        }
    }

    private void Waves(int second, SourceSecond into)
    {
        while (_nextWave < _plan.Waves.Count && _plan.Waves[_nextWave].OnsetSeconds < second + 1) _active.Add(_plan.Waves[_nextWave++]);
        foreach (var wave in _active)
        {
            var first = Math.Max(0, (int)Math.Ceiling((wave.OnsetSeconds - second) * RateHz));
            var end = Math.Min(RateHz, (int)Math.Ceiling((wave.OnsetSeconds + wave.DurationSeconds - second) * RateHz));
            for (var i = first; i < end; i++)
            {
                var value = (float)wave.At(second + i / (double)RateHz - wave.OnsetSeconds);
                var at = SourceSecond.History + i;
                into[SourceSecond.Frontal][at] += wave.Frontal * value;
                into[SourceSecond.Central][at] += wave.Central * value;
                into[SourceSecond.Occipital][at] += wave.Occipital * value;
                into[SourceSecond.Eye][at] += wave.Eye * value;
                into[SourceSecond.Lid][at] += wave.Lid * value;
            }
        }
        _active.RemoveAll(wave => wave.OnsetSeconds + wave.DurationSeconds <= second + 1);
    }

    // R peak 1 at the heart; a beat whose centre lies in this second is drawn in it.
    private void Heart(int second, SourceSecond into)
    {
        for (; _nextBeat < second + 1; _nextBeat += _plan.Subject.HeartPeriodSeconds * _random.LogNormal(0.04))
            for (var i = 0; i < RateHz; i++)
            {
                var t = second + i / (double)RateHz - _nextBeat;
                if (t is > -0.1 and < 0.45)
                    into[SourceSecond.Heart][SourceSecond.History + i] += (float)(
                        Math.Exp(-0.5 * t * t / 0.0001) - 0.25 * Math.Exp(-0.5 * (t - 0.03) * (t - 0.03) / 0.0002)
                        + 0.25 * Math.Exp(-0.5 * (t - 0.27) * (t - 0.27) / 0.0016));
            }
    }

    private void Sway(int second, SourceSecond into)
    {
        var level = _plan.Sway[second];
        for (var i = 0; i < RateHz; i++)
        {
            _sway.X += 0.02f * (_random.Noise() * 5 - _sway.X); // two one-pole low-passes near 0.3 Hz
            _sway.Y += 0.02f * (_sway.X * 3 - _sway.Y);
            into[SourceSecond.Sway][SourceSecond.History + i] = level * _sway.Y;
        }
    }
}
