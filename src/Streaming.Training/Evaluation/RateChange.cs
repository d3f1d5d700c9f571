using System.Runtime.InteropServices;
using Streaming.Core.Signals;
using Streaming.Training.Datasets;

namespace Streaming.Training.Evaluation;

/// <summary>What a slower recorder would have kept of a recording: the same signal, band-limited and sampled at another rate.</summary>
/// <remarks>A Kaiser-windowed sinc (β = 8, 16 zero crossings a side) cut at 0.45 of the new rate, without delay: sample m lies at m / rate as before.
/// Kept digital; the scaling stays. Channels that no row shows are left out: they would only take time.</remarks>
internal sealed class RateChange
{
    /// <summary>What the nights of a rate table are simulated at.</summary>
    public const int HighestHz = 500;

    private const int ZeroCrossings = 16;
    private const double KaiserBeta = 8;
    private const double CutShare = 0.45;
    private readonly bool[] _shown;
    private readonly SlowedChannel?[] _slowed;

    private RateChange(Study study, int rateHz)
    {
        var rows = Montage.Resolve(study).Rows.OfType<Derivation>().ToArray();
        _shown = [.. study.Channels.Select(channel => Array.Exists(rows, row => row.Positive == channel.Number || row.Negative == channel.Number))];
        _slowed = [.. study.Channels.Select(channel => channel.RateHz > rateHz ? new SlowedChannel(channel.RateHz, rateHz) : null)];
    }

    public static RecordingCondition AtHighest { get; } = new(Name(HighestHz), study => study)
    {
        Samples = study => new RateChange(study, int.MaxValue).Next,
    };

    public static RecordingCondition To(int rateHz) => new(Name(rateHz), study => Slowed(study, rateHz))
    {
        Samples = study => new RateChange(study, rateHz).Next,
        Ended = (study, end) => new StudyEnd([.. end.LastIndices.Select((last, n) => Last(study.Channels[n], last, rateHz))]),
    };

    private static string Name(int rateHz) => FormattableString.Invariant($"{rateHz} Hz");

    private static Study Slowed(Study study, int rateHz) => study with
    {
        Channels = [.. study.Channels.Select(channel => channel.RateHz > rateHz ? channel with { RateHz = rateHz } : channel)],
    };

    // The kernel's second half is missing at the end of the study: the last new sample is the last it reaches whole.
    private static long Last(Channel channel, long last, int rateHz) =>
        channel.RateHz > rateHz ? (long)Math.Floor((last - Reach((double)channel.RateHz, rateHz)) * rateHz / (double)channel.RateHz) : last;

    private static double Reach(double fromHz, int rateHz) => ZeroCrossings * fromHz / (2 * CutShare * rateHz);

    private SampleBlock Next(SampleBlock block) => block with
    {
        Channels = [.. block.Channels.Where(run => _shown[run.Channel]).Select(run => _slowed[run.Channel]?.Next(run) ?? run)],
    };

    private sealed class SlowedChannel
    {
        private readonly List<float> _kept = [];
        private readonly float[][] _kernels; // by phase: new samples lie at a few places between the old ones, again and again
        private readonly int[] _starts;
        private readonly Rational _step;
        private readonly double _reach;
        private long _keptFrom;
        private long _next;

        public SlowedChannel(Rational fromHz, int rateHz)
        {
            (_step, _reach) = (fromHz / rateHz, Reach((double)fromHz, rateHz));
            var sinc = new WindowedSinc(2 * CutShare * rateHz / (double)fromHz, _reach, KaiserBeta);
            var phases = Enumerable.Range(0, (int)_step.Denominator).Select(phase => phase / (double)_step.Denominator).ToArray();
            _starts = [.. phases.Select(place => (int)Math.Ceiling(place - _reach))];
            _kernels = [.. phases.Select((place, phase) => sinc.Around(place, _starts[phase]))];
        }

        // The old sample at or before the next new one.
        private long Whole => _next * _step.Numerator / _step.Denominator;

        public ChannelSamples Next(ChannelSamples run)
        {
            if (run.FirstIndex != _keptFrom + _kept.Count)
                throw new InvalidOperationException($"Samples from {run.FirstIndex} do not follow {_keptFrom + _kept.Count}.");
            foreach (var value in run.Values.Span) _kept.Add(value);
            var samples = CollectionsMarshal.AsSpan(_kept);
            var (first, values) = (_next, new List<int>());
            for (; Whole + _reach + 1 < _keptFrom + _kept.Count; _next++) values.Add(At(samples));
            var unneeded = (int)Math.Clamp(Whole - (long)_reach - 2 - _keptFrom, 0, _kept.Count);
            _kept.RemoveRange(0, unneeded);
            _keptFrom += unneeded;
            return new ChannelSamples(run.Channel, first, values.ToArray());
        }

        // Before the study's first sample that sample is held.
        private int At(ReadOnlySpan<float> samples)
        {
            var phase = (int)(_next * _step.Numerator - Whole * _step.Denominator);
            var (kernel, start) = (_kernels[phase], (int)(Whole + _starts[phase] - _keptFrom));
            if (start >= 0) return (int)MathF.Round(WindowedSinc.Weigh(kernel, samples[start..]));
            var sum = 0f;
            for (var n = 0; n < kernel.Length; n++) sum += kernel[n] * samples[Math.Max(0, start + n)];
            return (int)MathF.Round(sum);
        }
    }
}
