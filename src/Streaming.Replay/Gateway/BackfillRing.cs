using Streaming.V1;

namespace Streaming.Replay.Gateway;

/// <summary>The latest blocks of a study, kept for the service to ask for again. Bounded by bytes: the oldest block gives way.</summary>
internal sealed class BackfillRing(IReadOnlyList<int> sampleBytes, long maximumBytes)
{
    private const int MaximumSpans = 10_000; // of one request: more is a fault, and each is looked up in every block
    private readonly Queue<SampleBlock> _blocks = new();
    private readonly Lock _gate = new();
    private long _bytes;

    public void Add(SampleBlock block)
    {
        lock (_gate)
        {
            _blocks.Enqueue(block);
            _bytes += block.CalculateSize();
            while (_bytes > maximumBytes && _blocks.Count > 1) _bytes -= _blocks.Dequeue().CalculateSize();
        }
    }

    /// <summary>What the ring still has of the spans asked for, in one message for each block that holds some.</summary>
    public IReadOnlyList<SampleBlock> Answer(BackfillRequest request)
    {
        SampleBlock[] blocks;
        lock (_gate) blocks = [.. _blocks.Where(block => block.StudyId == request.StudyId)];
        var spans = request.Spans.Take(MaximumSpans).GroupBy(span => span.Channel).ToDictionary(group => group.Key, group => group.ToArray());
        return [.. blocks.Select(block => Cut(block, spans)).Where(answer => answer.Channels.Count > 0)];
    }

    private SampleBlock Cut(SampleBlock block, Dictionary<uint, SampleSpan[]> spans)
    {
        var answer = new SampleBlock { StudyId = block.StudyId, Sequence = block.Sequence, Backfill = true };
        foreach (var run in block.Channels)
        {
            foreach (var span in spans.GetValueOrDefault(run.Channel, []))
            {
                var width = sampleBytes[(int)run.Channel];
                var first = Math.Max(span.FirstIndex, run.FirstIndex);
                var last = Math.Min(span.LastIndex, run.FirstIndex + run.Samples.Length / width - 1);
                if (first > last) continue;
                var bytes = run.Samples.Memory.Slice((int)(first - run.FirstIndex) * width, (int)(last - first + 1) * width);
                answer.Channels.Add(new ChannelSamples
                {
                    Channel = run.Channel,
                    FirstIndex = first,
                    Samples = Google.Protobuf.UnsafeByteOperations.UnsafeWrap(bytes),
                });
            }
        }

        return answer;
    }
}
