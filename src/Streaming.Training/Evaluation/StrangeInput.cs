using Streaming.Core.Signals;
using Streaming.Core.Simulation;

namespace Streaming.Training.Evaluation;

/// <summary>Inputs unlike anything trained on, put in the place of a night's own samples, channel by channel.</summary>
internal static class StrangeInput
{
    private const double RailMicrovolts = 400;

    /// <summary>By name. Each leaves times, channels and rates as they are.</summary>
    public static IReadOnlyList<RecordingCondition> All { get; } =
    [
        Replaced("flat", (_, _, _, _) => 0),
        Replaced("amplifier noise alone, 0.3 µV", (_, _, _, random) => 0.3 * random.Normal()),
        Replaced("inverted", (own, _, _, _) => -own),
        Replaced("20-fold into rails of ±400 µV", (own, _, _, _) => Math.Clamp(20 * own, -RailMicrovolts, RailMicrovolts)),
        RecordingCondition.Gain(20) with { Name = "20-fold" },
        Replaced("ECG", (_, seconds, _, _) => Heart(seconds)),
        Replaced("music", (_, seconds, channel, _) => Melody(seconds, channel)),
        Replaced("white noise, 30 µV", (_, _, _, random) => 30 * random.Normal()),
        Replaced("square wave, 1 Hz", (_, seconds, _, _) => seconds % 1 < 0.5 ? 50 : -50),
    ];

    /// <param name="signal">Own value in µV, seconds since the study's start, channel, chance; gives µV.</param>
    private static RecordingCondition Replaced(string name, Func<double, double, int, SeededRandom, double> signal) => new(name, study => study)
    {
        Samples = study =>
        {
            var random = study.Channels.Select(channel => new SeededRandom(1, (ulong)channel.Number)).ToArray();
            return block => block with { Channels = [.. block.Channels.Select(run => Replace(run, study.Channels[run.Channel], random[run.Channel]))] };

            ChannelSamples Replace(ChannelSamples run, Channel channel, SeededRandom own)
            {
                var values = run.Values.ToArray();
                var (gain, offset) = (Microvolts(channel.Unit) * channel.Scaling.Gain, Microvolts(channel.Unit) * channel.Scaling.Offset);
                for (var i = 0; i < values.Length; i++)
                {
                    var seconds = (run.FirstIndex + i) / (double)channel.RateHz;
                    var replaced = signal(values[i] * gain + offset, seconds, run.Channel, own);
                    values[i] = (int)Math.Clamp(Math.Round((replaced - offset) / gain), channel.Scaling.DigitalMin, channel.Scaling.DigitalMax);
                }
                return run with { Values = values };
            }
        },
    };

    private static double Microvolts(string unit) => ChannelUnit.Microvolts(unit) ?? 1;

    // P, QRS and T as bumps, about 66 beats a minute that breathing speeds and slows.
    private static double Heart(double seconds)
    {
        var beat = 1.1 * seconds + 0.15 * Math.Sin(2 * Math.PI * 0.25 * seconds);
        var phase = beat - Math.Floor(beat);
        double Bump(double at, double width, double height) => height * Math.Exp(-0.5 * Math.Pow((phase - at) / width, 2));
        return Bump(0.2, 0.025, 80) + Bump(0.34, 0.008, -120) + Bump(0.36, 0.009, 900) + Bump(0.38, 0.009, -200) + Bump(0.6, 0.04, 200);
    }

    // Notes of a scale, two a second, each with overtones, moved down to where electrodes hear: 3 to 30 Hz.
    private static double Melody(double seconds, int channel)
    {
        var note = (int)(2 * seconds);
        var step = new SeededRandom(7, (ulong)note).Below(12);
        var (pitch, within) = (3 * Math.Pow(2, step / 6.0), 2 * seconds - note);
        var sound = 0.0;
        for (var overtone = 1; overtone <= 4; overtone++) sound += Math.Sin(2 * Math.PI * pitch * overtone * seconds + channel) / overtone;
        return 40 * sound * Math.Exp(-2 * within);
    }
}
