using Streaming.Core.Signals;

namespace Streaming.Tests.Core.Windowing;

/// <summary>Makes samples by whole-number arithmetic alone: the same on every machine.</summary>
internal sealed class WholeNumberRecorder(Channel[] channels, bool holes)
{
    private readonly int[] _walks = new int[channels.Length];
    private uint _state = 7;

    public List<ChannelSamples> Next(int second)
    {
        var runs = new List<ChannelSamples>();
        foreach (var channel in channels)
        {
            var (from, to) = ((channel.RateHz * second).Ceiling(), (channel.RateHz * (second + 1)).Ceiling());
            var values = new int[to - from];
            for (var i = 0; i < values.Length; i++) values[i] = Walk(channel.Number, second % 50 == 7 ? 40 : 1);
            if (values.Length == 0 || (holes && Random() % 97 == 0) || (holes && channel.Number == 1 && second is > 100 and < 112)) continue;
            if (holes && Random() % 41 == 0 && values.Length > 9)
            {
                var part = values.Length / 3;
                runs.Add(new ChannelSamples(channel.Number, from, values.AsMemory(0, part)));
                runs.Add(new ChannelSamples(channel.Number, from + part + 2, values.AsMemory(part + 2)));
            }
            else runs.Add(new ChannelSamples(channel.Number, from, values));
        }
        return runs;
    }

    private int Walk(int channel, int gain)
    {
        _walks[channel] += (int)(Random() >> 22) - 512 - _walks[channel] / 16;
        return Math.Clamp(_walks[channel] * gain, short.MinValue, short.MaxValue);
    }

    private uint Random() => _state = _state * 1664525 + 1013904223;
}
