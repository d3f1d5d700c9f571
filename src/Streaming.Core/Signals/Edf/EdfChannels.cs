namespace Streaming.Core.Signals.Edf;

/// <summary>The usable signals of a header as channels.</summary>
internal static class EdfChannels
{
    private const int MaximumRateHz = 1_000_000; // with it, every index of a year fits 64 bits

    public static (IReadOnlyList<Channel> Channels, int[] Signals) From(EdfHeader header, RemarkList remarks)
    {
        var channels = new List<Channel>();
        var signals = new List<int>();
        var labels = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < header.Signals.Count; i++)
        {
            var signal = header.Signals[i];
            if (signal.IsAnnotations || signal.Problem is not null) continue;
            var channel = From(signal, channels.Count, header);
            if (channel.RateHz > MaximumRateHz)
            {
                remarks.Add($"Signal {i} ('{signal.Label}') is left out: {channel.RateHz} samples a second, at most {MaximumRateHz} are read.");
                continue;
            }

            labels[signal.Label] = labels.GetValueOrDefault(signal.Label) + 1;
            if (labels[signal.Label] > 1)
                remarks.Add($"Signal {i} is labelled '{signal.Label}' like an earlier one; a map calls it '{signal.Label}#{labels[signal.Label]}'.");
            channels.Add(channel);
            signals.Add(i);
        }

        return (channels, [.. signals]);
    }

    private static Channel From(EdfSignal signal, int number, EdfHeader header)
    {
        var rate = new Rational(signal.SamplesPerRecord) / header.RecordSeconds;
        return new Channel(number, signal.Label, ChannelNames.KindOf(signal.Label, rate), signal.Unit, rate, signal.Scaling)
        {
            SampleBytes = header.SampleBytes,
            Transducer = signal.Transducer,
            Prefiltering = signal.Prefiltering,
        };
    }
}
