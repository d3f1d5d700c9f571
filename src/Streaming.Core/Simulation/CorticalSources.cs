using System.Numerics;

namespace Streaming.Core.Simulation;

/// <summary>Turns a plan into source signals, second by second: coloured background, alpha rhythm, planned waves, heart, sway.</summary>
internal sealed class CorticalSources
{
    /// <summary>Rate of the sources; recorders resample from it.</summary>
    public const int RateHz = 100;

    private readonly NightPlan _plan;
    private readonly SeededRandom _random;
    private readonly Background _background;
    private readonly List<PlannedWave> _active = [];
    private int _nextWave;
    private double _nextBeat = 0.3;
    private Vector2 _sway;

    public CorticalSources(NightPlan plan, SeededRandom random)
    {
        (_plan, _random) = (plan, random);
        _background = new Background(plan, random);
    }

    /// <summary>Writes one second into the buffer; seconds must be asked for in order from 0.</summary>
    public void Next(int second, SourceSecond into)
    {
        into.Advance();
        _background.Next(into);
        Waves(second, into);
        Heart(second, into);
        Sway(second, into);
    }

    private void Waves(int second, SourceSecond into)
    {
        while (_nextWave < _plan.Waves.Count && _plan.Waves[_nextWave].OnsetSeconds < second + 1) _active.Add(_plan.Waves[_nextWave++]);
        var (frontal, central, occipital) = (into[SourceSecond.Frontal], into[SourceSecond.Central], into[SourceSecond.Occipital]);
        var (eye, lid) = (into[SourceSecond.Eye], into[SourceSecond.Lid]);
        foreach (var wave in _active)
        {
            var first = Math.Max(0, (int)Math.Ceiling((wave.OnsetSeconds - second) * RateHz));
            var end = Math.Min(RateHz, (int)Math.Ceiling((wave.OnsetSeconds + wave.DurationSeconds - second) * RateHz));
            for (var i = first; i < end; i++)
            {
                var value = (float)wave.At(second + i / (double)RateHz - wave.OnsetSeconds);
                var at = SourceSecond.History + i;
                frontal[at] += wave.Frontal * value;
                central[at] += wave.Central * value;
                occipital[at] += wave.Occipital * value;
                eye[at] += wave.Eye * value;
                lid[at] += wave.Lid * value;
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
