using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Import;

/// <summary>A single recording with its stages, as nights to be read: one, or three where it was scored in pages of 20 s, as an import has them.</summary>
internal static class RecordingNights
{
    /// <summary>Whether the stages are of pages of 20 s.</summary>
    public static bool HasPagesOf20(EdfStudy study) => StagePages.Seconds(study.Runs) == 20;

    /// <param name="study">Its file must stay open.</param>
    /// <param name="name">Names nights and subject.</param>
    /// <param name="outside">Scored pages whose widened epoch does not lie within the recording.</param>
    public static IReadOnlyList<StagedNight> Of(EdfStudy study, string name, out int outside)
    {
        outside = 0;
        var night = StagedNight.Of(study, name);
        if (!HasPagesOf20(study)) return [night];
        var gate = new Lock();
        var grids = WidenedPages.Grids(new ScorerRuns("expert", study.Runs), study.DurationSeconds, out outside);
        return [.. grids.Select((grid, number) => night with
        {
            Name = $"{name}.{number + 1}",
            Recording = name,
            Study = study.Study with { EpochOriginSeconds = grid.OriginSeconds },
            Scorings = grid.Scorings,
            Samples = () => InTurn(study, gate),
        })];
    }

    // The nights are of one open file, and may be read on several threads.
    private static IEnumerable<SampleBlock> InTurn(EdfStudy study, Lock gate)
    {
        using var blocks = study.Blocks(1).GetEnumerator();
        while (true)
        {
            bool isThere;
            lock (gate) isThere = blocks.MoveNext();
            if (!isThere) yield break;
            yield return blocks.Current;
        }
    }
}
