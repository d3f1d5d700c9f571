using Streaming.Training.Graph;

namespace Streaming.Training.Learning;

/// <summary>Carries what was learnt on one row over to all rows.</summary>
internal static class WarmStart
{
    /// <param name="single">Layout of the one-row network.</param>
    /// <param name="learnt">Its parameters.</param>
    /// <param name="whole">Layout of the network of all rows.</param>
    /// <param name="start">Fresh start values of that; overwritten where the one-row network has them. A tensor that differs in its rows (where a
    /// token comes from) starts as the learnt one with half the fresh differences.</param>
    public static float[] Spread(ParameterLayout single, ReadOnlySpan<float> learnt, ParameterLayout whole, float[] start)
    {
        for (var i = 0; i < whole.Specs.Count; i++)
        {
            var (from, to) = (single.Specs[i], whole.Specs[i]);
            if (from.Name != to.Name || to.Count % from.Count != 0)
                throw new ArgumentException($"Parameter {from.Name} of {from.Count} numbers cannot start {to.Name} of {to.Count}.");
            var source = learnt.Slice(from.Offset, from.Count);
            if (from.Count == to.Count) source.CopyTo(start.AsSpan(to.Offset));
            else
                for (var j = 0; j < to.Count; j++) start[to.Offset + j] = source[j % from.Count] + 0.5f * start[to.Offset + j];
        }
        return start;
    }
}
