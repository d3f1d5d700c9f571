using Streaming.Core.Quality;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;

namespace Streaming.Training.Quality;

/// <summary>Faults of every kind over a night, one channel at a time, with quiet between them.</summary>
internal static class FaultPlan
{
    private const int EverySeconds = 300;
    private const int FirstSecond = 610; // after the first ten minutes: what a channel is usually like is known by then
    private static readonly SignalFault[] s_faults = Enum.GetValues<SignalFault>();

    /// <param name="study">Its EEG and eye channels are damaged in turn.</param>
    /// <param name="seconds">Length of the night.</param>
    /// <param name="random">Draws lengths, channels and amounts.</param>
    public static IReadOnlyList<InjectedFault> Draw(Study study, int seconds, SeededRandom random)
    {
        var channels = study.Channels.Where(channel => channel.Kind is ChannelKind.Eeg or ChannelKind.Eog).Select(channel => channel.Number).ToArray();
        var faults = new List<InjectedFault>();
        for (var at = FirstSecond; at + EverySeconds <= seconds; at += EverySeconds)
        {
            var fault = s_faults[faults.Count % s_faults.Length];
            var from = at + random.Below(60);
            faults.Add(new InjectedFault(channels[random.Below(channels.Length)], fault, from, from + 60 + random.Below(90), Amount(fault, random)));
        }
        return faults;
    }

    private static double Amount(SignalFault fault, SeededRandom random) => fault switch
    {
        SignalFault.Disconnected => random.Between(0, 30),
        SignalFault.Clipped => random.Between(5, 25),
        SignalFault.Hum => random.Between(6, 40),
        SignalFault.Pops => random.Between(100, 500),
        SignalFault.Noisy => random.Between(15, 60),
        SignalFault.ImplausibleAmplitude => random.Chance(0.5) ? 1000 : 0.001,
        _ => 0,
    };
}
