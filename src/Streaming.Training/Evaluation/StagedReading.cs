using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Evaluation;

/// <summary>Reads held-out nights under several conditions at once.</summary>
internal static class StagedReading
{
    /// <summary>By night, then by condition.</summary>
    /// <param name="reference">The scoring a night is held against.</param>
    public static IReadOnlyList<ReadNight[]> Read(
        EpochScorer scorer, ModelBundle bundle, NightSequence nights, IReadOnlyList<RecordingCondition> conditions,
        Func<StagedNight, NightScoring> reference, Action<string> report, CancellationToken cancellationToken)
    {
        var all = new List<ReadNight[]>();
        foreach (var night in nights.All())
        {
            cancellationToken.ThrowIfCancellationRequested();
            all.Add(ReadNight(scorer, bundle, night, conditions, reference(night)));
            report($"{night.Name}: {all.Count} of {nights.Count} read");
        }
        return all;
    }

    private static ReadNight[] ReadNight(
        EpochScorer scorer, ModelBundle bundle, StagedNight night, IReadOnlyList<RecordingCondition> conditions, NightScoring reference)
    {
        var readings = conditions.Select(condition => new StudyReading(condition.Applied(night.Study), scorer, bundle.Spec.Signal)).ToArray();
        foreach (var block in night.Blocks())
            foreach (var reading in readings) reading.Accept(block);
        foreach (var reading in readings) reading.End(night.End);
        return [.. readings.Select(reading => new ReadNight(reading.Evidence, Truth(reading.Evidence, reference)))];
    }

    private static Stage?[] Truth(IReadOnlyList<EpochEvidence> evidence, NightScoring reference) => [.. evidence.Select(epoch => reference.At(epoch.Epoch))];
}
