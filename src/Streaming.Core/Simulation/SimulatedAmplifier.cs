using Streaming.Core.Signals;

namespace Streaming.Core.Simulation;

/// <summary>One channel's front end: mixes the sources, resamples to the native rate, adds what recorders add, and digitises.</summary>
internal sealed class SimulatedAmplifier
{
    private const double StepMicrovolts = 0.1;
    private const double PopDecaySeconds = 0.35;

    private readonly SimulatedChannel _channel;
    private readonly SeededRandom _random;
    private readonly RecorderTraits _traits;
    private readonly float[] _mixed = new float[SourceSecond.History + CorticalSources.RateHz];
    private readonly float _lowPass;
    private readonly float _highPass;
    private readonly double _tilt;
    private readonly float _shelf;
    private readonly float _shelfGain;
    private float _belowShelf;
    private float _low;
    private float _baseline;
    private float _own;
    private float _lastMuscle;
    private float _tone;
    private double _pop;

    public SimulatedAmplifier(SimulatedChannel channel, RecorderTraits traits, SeededRandom random)
    {
        (_channel, _traits, _random) = (channel, traits, random);
        _tilt = random.LogNormal(0.15);
        _lowPass = (float)(1 - Math.Exp(-2 * Math.PI * Math.Min(traits.LowPassHz, 0.45 * channel.RateHz) / channel.RateHz));
        _shelf = (float)(1 - Math.Exp(-2 * Math.PI * traits.ShelfHz / channel.RateHz));
        _shelfGain = channel.Kind == ChannelKind.Eeg ? (float)traits.ShelfGain : 1;
        _highPass = (float)(1 - Math.Exp(-2 * Math.PI * traits.HighPassHz / channel.RateHz));
    }

    /// <summary>How a file or descriptor states the digital values.</summary>
    public static ChannelScaling Scaling { get; } = new("-3276.8", "3276.7", short.MinValue, short.MaxValue);

    /// <summary>One second of digital samples.</summary>
    /// <param name="tone">Chin, µV root mean square.</param>
    /// <param name="muscle">Scalp muscle, µV root mean square.</param>
    /// <param name="pop">Step added now, µV.</param>
    /// <param name="off">The lead has come off: a flat line with hum.</param>
    public int[] Next(int second, SourceSecond sources, float tone, float muscle, double pop, bool off)
    {
        Mix(sources);
        _pop += pop;
        var values = new int[_channel.RateHz];
        if (_channel.Kind == ChannelKind.EmgEnvelope) values[0] = Digital(_traits.Gain * tone * (1 + 0.1 * _random.Normal()));
        else if (_channel.Kind == ChannelKind.Emg) Chin(second, values, tone, off);
        else Scalp(second, values, muscle, off);
        return values;
    }

    // Two samples behind the sources, so that the cubic never needs the next second.
    private void Scalp(int second, int[] values, float muscle, bool off)
    {
        var rate = _channel.RateHz;
        var decay = Math.Exp(-1 / (PopDecaySeconds * rate));
        var noise = (float)_traits.NoiseMicrovolts;
        muscle *= (float)_channel.MuscleShare;
        for (var i = 0; i < rate; i++)
        {
            var place = (float)i * CorticalSources.RateHz / rate;
            var index = (int)place + 1;
            var signal = off ? 0 : Cubic(_mixed[index - 1], _mixed[index], _mixed[index + 1], _mixed[index + 2], place - (int)place);
            var white = _random.Noise();
            signal += noise * white + (off ? 0 : muscle * 0.8f * (white - 0.5f * _lastMuscle) + (float)_pop);
            _lastMuscle = white;
            _pop *= decay;
            values[i] = Finish(signal, second, i);
        }
    }

    private void Chin(int second, int[] values, float tone, bool off)
    {
        for (var i = 0; i < values.Length; i++)
        {
            var white = _random.Noise();
            _tone += (tone - _tone) * Math.Min(1, 10f / values.Length); // over a tenth of a second
            var signal = (off ? 0 : _tone * (white - 0.6f * _lastMuscle)) + (float)_traits.NoiseMicrovolts * _random.Noise();
            _lastMuscle = white;
            values[i] = Finish(signal, second, i);
        }
    }

    private int Finish(float signal, int second, int sample)
    {
        if (_traits.HumMicrovolts > 0)
            signal += (float)(_traits.HumMicrovolts * Math.Sin(2 * Math.PI * _traits.MainsHz * (second + sample / (double)_channel.RateHz)));
        _belowShelf += _shelf * (signal - _belowShelf);
        signal = _belowShelf + _shelfGain * (signal - _belowShelf);
        _low += _lowPass * (signal - _low);
        _baseline += _highPass * (_low - _baseline);
        return Digital(_traits.Gain * (_low - _baseline));
    }

    private void Mix(SourceSecond sources)
    {
        _mixed.AsSpan(CorticalSources.RateHz, SourceSecond.History).CopyTo(_mixed);
        for (var i = SourceSecond.History; i < _mixed.Length; i++)
        {
            _own = 0.93f * _own + 0.37f * _random.Noise(); // variance 1, mostly below 2 Hz
            _mixed[i] = (float)(_channel.OwnNoiseMicrovolts * _tilt) * _own;
        }
        for (var source = 0; source < SourceSecond.Count; source++) Mix(sources[source], _channel.Weights[source]);
        Mix(sources[SourceSecond.Heart], (float)_traits.HeartMicrovolts);
    }

    private void Mix(float[] source, float weight)
    {
        if (weight == 0) return;
        for (var i = SourceSecond.History; i < _mixed.Length; i++) _mixed[i] += weight * source[i];
    }

    // Catmull-Rom; passes through the samples.
    private static float Cubic(float a, float b, float c, float d, float t) =>
        b + 0.5f * t * (c - a + t * (2 * a - 5 * b + 4 * c - d + t * (3 * (b - c) + d - a)));

    private static int Digital(double microvolts) => (int)Math.Clamp(Math.Round(microvolts / StepMicrovolts), short.MinValue, short.MaxValue);
}
