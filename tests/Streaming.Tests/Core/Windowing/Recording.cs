using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Tests.Core.Windowing;

/// <summary>A made-up recording and the ways it can arrive.</summary>
internal sealed class Recording
{
    private readonly int[][] _samples;

    private Recording(Study study, int[][] samples)
    {
        (Study, _samples) = (study, samples);
        Montage = Montage.Resolve(study);
    }

    public Study Study { get; }

    public Montage Montage { get; }

    /// <summary>Channels that fill a row.</summary>
    public IReadOnlyList<int> Staged => [.. Study.Channels.Select(channel => channel.Number)
        .Where(n => Montage.Rows.Any(row => row?.Positive == n || row?.Negative == n))];

    public StudyEnd End => new([.. _samples.Select(samples => samples.Length - 1L)]);

    public int[] this[int channel] => _samples[channel];

    public static Recording Make(double seconds, Rational origin, int seed, params (string Label, Rational RateHz)[] channels) =>
        Make(seconds, origin, seed, "3276.7", channels);

    public static Recording Make(double seconds, Rational origin, int seed, string physicalMaximum, params (string Label, Rational RateHz)[] channels)
    {
        var scaling = new ChannelScaling("-" + physicalMaximum, physicalMaximum, -32767, 32767);
        var described = channels.Select((channel, n) =>
            new Channel(n, channel.Label, ChannelKind.Unspecified, "uV", channel.RateHz, scaling)).ToArray();
        var study = new Study(new Guid(seed, 1, 2, [3, 4, 5, 6, 7, 8, 9, 10]), DateTimeOffset.UnixEpoch, origin, described);
        return new Recording(study, [.. described.Select(channel => Samples(channel, seconds, seed))]);
    }

    /// <summary>One of many shapes: rates whole and fractional, references recorded or not, origins anywhere.</summary>
    public static Recording Random(int seed)
    {
        var random = new Random(seed);
        Rational[] rates = [100, 50, 128, 200, new(255999, 1000), new(1000, 3), 125];
        Rational Rate() => rates[random.Next(rates.Length)];
        var origin = new Rational(random.Next(0, 2500), 100);
        var shared = Rate();
        (string, Rational)[] channels = random.Next(3) switch
        {
            0 => [("C4-M1", Rate())],
            1 => [("C4-CLE", shared), ("M1-CLE", shared), ("E1-M2", Rate()), ("Pulse", 1)],
            _ => [("F4-M1", Rate()), ("O2-M1", Rate()), ("Chin EMG", 200)],
        };
        return Make(95 + random.Next(0, 400) / 10.0, origin, seed, channels);
    }

    public BedSession Session(BedSessionOptions? options = null) => new(Study, Montage, SignalSpecs.V1, options ?? new BedSessionOptions());

    public Recording With(int channel, int from, Func<int, int> change)
    {
        var copy = _samples.Select(samples => samples.ToArray()).ToArray();
        for (var n = from; n < copy[channel].Length; n++) copy[channel][n] = change(copy[channel][n]);
        return new Recording(Study, copy);
    }

    /// <summary>In order, every channel cut at the same times.</summary>
    public List<SampleBlock> Blocks(double secondsEach = 1) => Blocks(() => secondsEach);

    public List<SampleBlock> Blocks(Func<double> seconds)
    {
        var blocks = new List<SampleBlock>();
        var longest = Study.Channels.Max(channel => _samples[channel.Number].Length / (double)channel.RateHz);
        for (double start = 0, end; start < longest; start = end)
        {
            end = start + seconds();
            var runs = Study.Channels.Select(channel => Run(channel, start, end)).Where(run => run.Values.Length > 0).ToArray();
            blocks.Add(new SampleBlock(Study.Id, runs));
        }
        return blocks;
    }

    private ChannelSamples Run(Channel channel, double start, double end)
    {
        var samples = _samples[channel.Number];
        var from = Math.Min(samples.Length, (int)Math.Ceiling(start * (double)channel.RateHz));
        var to = Math.Min(samples.Length, (int)Math.Ceiling(end * (double)channel.RateHz));
        return new ChannelSamples(channel.Number, from, samples.AsMemory(from, to - from));
    }

    private static int[] Samples(Channel channel, double seconds, int seed)
    {
        var random = new Random(seed * 31 + channel.Number);
        var samples = new int[(int)Math.Floor(seconds * (double)channel.RateHz)];
        var drift = 0.0;
        for (var n = 0; n < samples.Length; n++)
        {
            var time = n / (double)channel.RateHz;
            drift = 0.995 * drift + 30 * (random.NextDouble() - 0.5);
            samples[n] = (int)(800 + drift + 200 * Math.Sin(2 * Math.PI * 3 * time) * Math.Sin(time) + 100 * Math.Sin(2 * Math.PI * 11 * time));
        }
        return samples;
    }
}
