using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Service.Flow;

/// <summary>When the last sample of each open epoch arrived: latency counts from there.</summary>
internal sealed class ArrivalTimes(Study study)
{
    private readonly double _originSeconds = (double)study.EpochOriginSeconds;
    private readonly double[] _ratesHz = [.. study.Channels.Select(channel => (double)channel.RateHz)];
    private readonly SortedDictionary<long, DateTimeOffset> _latest = [];

    public void Note(SampleBlock block, DateTimeOffset receivedAt)
    {
        foreach (var run in block.Channels)
        {
            Note(EpochOf(run.Channel, run.FirstIndex), receivedAt);
            Note(EpochOf(run.Channel, run.FirstIndex + run.Values.Length - 1), receivedAt);
        }
    }

    /// <summary>For an epoch that closed; earlier ones are forgotten. An epoch without a sample has the fallback.</summary>
    public DateTimeOffset Take(long epoch, DateTimeOffset fallback)
    {
        var found = _latest.TryGetValue(epoch, out var at) ? at : fallback;
        while (_latest.Count > 0 && _latest.First().Key <= epoch) _latest.Remove(_latest.First().Key);
        return found;
    }

    private void Note(long epoch, DateTimeOffset receivedAt)
    {
        // Closed epochs and the time before the first are nobody's; a bound keeps impossible jumps from filling it.
        if (epoch < 0 || (_latest.Count >= 64 && !_latest.ContainsKey(epoch))) return;
        _latest[epoch] = receivedAt;
    }

    private long EpochOf(int channel, long index) => (long)Math.Floor((index / _ratesHz[channel] - _originSeconds) / Epoch.Seconds);
}
