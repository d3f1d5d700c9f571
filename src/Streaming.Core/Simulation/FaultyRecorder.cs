using Streaming.Core.Quality;
using Streaming.Core.Signals;

namespace Streaming.Core.Simulation;

/// <summary>Puts faults at known places into a recording: what a damaged lead, a loose cable or a wrong setting would have written.</summary>
/// <param name="study">Whose blocks are changed; channels in microvolts.</param>
/// <param name="faults">What is wrong.</param>
/// <param name="seed">Of the noise.</param>
public sealed class FaultyRecorder(Study study, IReadOnlyList<InjectedFault> faults, ulong seed)
{
    private const double PopDecaySeconds = 0.35;
    private const int PopEverySeconds = 8;
    private readonly SeededRandom _random = new(seed, 77);
    private readonly int[] _held = new int[study.Channels.Count];

    /// <summary>The same block with its faults. Call in order.</summary>
    /// <param name="block">Of about a second.</param>
    public SampleBlock Change(SampleBlock block)
    {
        ArgumentNullException.ThrowIfNull(block);
        return block with { Channels = [.. block.Channels.Select(Change).OfType<ChannelSamples>()] };
    }

    private ChannelSamples? Change(ChannelSamples run)
    {
        var second = (run.FirstIndex + 0.5) / (double)study.Channels[run.Channel].RateHz;
        foreach (var fault in faults)
        {
            if (fault.Channel != run.Channel || second < fault.FromSecond || second >= fault.ToSecond) continue;
            if (fault.Fault == SignalFault.Missing) return null;
            return run with { Values = Changed(run, fault) };
        }
        _held[run.Channel] = run.Values.Span[^1];
        return run;
    }

    private int[] Changed(ChannelSamples run, InjectedFault fault)
    {
        var channel = study.Channels[run.Channel];
        var values = run.Values.ToArray();
        for (var n = 0; n < values.Length; n++)
        {
            var changed = Changed(values[n], (run.FirstIndex + n) / (double)channel.RateHz, channel, fault);
            values[n] = (int)Math.Clamp(Math.Round(changed), channel.Scaling.DigitalMin, channel.Scaling.DigitalMax);
        }
        return values;
    }

    private double Changed(int value, double seconds, Channel channel, InjectedFault fault)
    {
        var step = Math.Abs(channel.Scaling.Gain);
        return fault.Fault switch
        {
            SignalFault.Flat => _held[channel.Number],
            SignalFault.Disconnected => (_random.Normal() + fault.Amount * Mains(seconds)) / step,
            SignalFault.Clipped => value + channel.Scaling.DigitalMax - fault.Amount / step,
            SignalFault.Hum => value + fault.Amount * Mains(seconds) / step,
            SignalFault.Pops => value + Pop(seconds - fault.FromSecond, fault.Amount) / step,
            SignalFault.Noisy => value + fault.Amount * _random.Normal() / step,
            _ => value * fault.Amount,
        };
    }

    private static double Mains(double seconds) => Math.Sin(2 * Math.PI * 50 * seconds);

    private static double Pop(double seconds, double microvolts)
    {
        var since = (seconds - 0.5) % PopEverySeconds;
        return seconds < 0.5 ? 0 : microvolts * Math.Exp(-since / PopDecaySeconds);
    }
}
