using Streaming.Core.Signals;

namespace Streaming.Replay.Gateway;

/// <summary>Joins blocks that follow each other, so that a recording played fast is not cut into thousands of messages a second.</summary>
/// <param name="study">For the bytes a sample takes.</param>
/// <param name="most">Blocks to join at most; 1 leaves them as they are.</param>
internal sealed class JoinedBlocks(Study study, int most)
{
    private const int MaximumBytes = 512 * 1024; // half of what a message may have

    public IEnumerable<SampleBlock> Of(IEnumerable<SampleBlock> blocks)
    {
        if (most <= 1) return blocks;
        return Join(blocks);
    }

    private IEnumerable<SampleBlock> Join(IEnumerable<SampleBlock> blocks)
    {
        var waiting = new List<SampleBlock>();
        foreach (var block in blocks)
        {
            if (waiting.Count > 0 && !(waiting.Count < most && Follows(waiting[^1], block) && Bytes(block) * (waiting.Count + 1) <= MaximumBytes))
            {
                yield return Whole(waiting);
                waiting.Clear();
            }
            waiting.Add(block);
        }
        if (waiting.Count > 0) yield return Whole(waiting);
    }

    /// <summary>Every channel goes on where it was: a gap stays between two blocks.</summary>
    private static bool Follows(SampleBlock before, SampleBlock block)
    {
        if (block.Channels.Count != before.Channels.Count || block.Backfill != before.Backfill) return false;
        for (var i = 0; i < block.Channels.Count; i++)
        {
            var (old, run) = (before.Channels[i], block.Channels[i]);
            if (run.Channel != old.Channel || run.FirstIndex != old.FirstIndex + old.Values.Length) return false;
        }
        return true;
    }

    private static SampleBlock Whole(List<SampleBlock> parts)
    {
        if (parts.Count == 1) return parts[0];
        var runs = parts[0].Channels.Select((run, i) =>
            run with { Values = parts.SelectMany(part => part.Channels[i].Values.ToArray()).ToArray() });
        return parts[0] with { Channels = [.. runs] };
    }

    private long Bytes(SampleBlock block) => block.Channels.Sum(run => 32L + run.Values.Length * study.Channels[run.Channel].SampleBytes);
}
