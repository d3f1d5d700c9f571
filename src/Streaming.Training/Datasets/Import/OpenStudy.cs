using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Training.Datasets.Cache;

namespace Streaming.Training.Datasets.Import;

/// <summary>A recording matched with its stages and ready to be written into the cache.</summary>
internal sealed class OpenStudy(FoundStudy found, EdfStudy study, IReadOnlyList<Channel> kept, TimeCrop crop, Stream stream) : IDisposable
{
    public required NightRecord Record { get; init; }

    /// <summary>What was matched, which derivations, gaps, rates, what was ignored: a line each.</summary>
    public required IReadOnlyList<string> Report { get; init; }

    /// <summary>Samples of the channels kept, cut to the part kept, in study time of what is kept.</summary>
    /// <exception cref="DatasetException">The recording cannot be read.</exception>
    public IEnumerable<SampleBlock> Blocks()
    {
        var places = new int[study.Study.Channels.Count];
        Array.Fill(places, -1);
        for (var place = 0; place < kept.Count; place++) places[kept[place].Number] = place;
        using var blocks = study.Blocks(1).GetEnumerator();
        while (Next(blocks))
        {
            var runs = new List<ChannelSamples>(kept.Count);
            foreach (var run in blocks.Current.Channels)
                if (places[run.Channel] >= 0 && Cut(run, places[run.Channel]) is { Values.Length: > 0 } cut) runs.Add(cut);
            if (runs.Count > 0) yield return new SampleBlock(Record.Study.Id, runs);
        }
    }

    public void Dispose() => stream.Dispose();

    private bool Next(IEnumerator<SampleBlock> blocks)
    {
        try
        {
            return blocks.MoveNext();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"{found.Recording}: byte {stream.Position}: {e.Message}", e);
        }
    }

    private ChannelSamples Cut(ChannelSamples run, int place)
    {
        var rate = study.Study.Channels[run.Channel].RateHz;
        var (first, end) = (crop.First(rate), crop.End(rate, long.MaxValue));
        var from = Math.Max(first, run.FirstIndex);
        var to = Math.Min(end, run.FirstIndex + run.Values.Length);
        return to <= from
            ? default
            : new ChannelSamples(place, from - first, run.Values.Slice((int)(from - run.FirstIndex), (int)(to - from)));
    }
}
