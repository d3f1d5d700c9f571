using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Evaluation;

/// <summary>Reads held-out simulated subjects under several conditions at once.</summary>
internal static class SimulatedReading
{
    /// <summary>By subject, then by condition.</summary>
    /// <param name="scored">Hold against the simulated scorer instead of what the sleeper did.</param>
    public static IReadOnlyList<ReadNight[]> Read(
        EpochScorer scorer, ModelBundle bundle, Split split, ulong seed, int subjects, int epochs, IReadOnlyList<RecordingCondition> conditions,
        bool scored, Action<string> report, CancellationToken cancellationToken)
    {
        var all = new List<ReadNight[]>();
        for (var subject = 0; subject < subjects; subject++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            all.Add(ReadSubject(scorer, bundle, SimulatedSubjects.WholeNight(split, seed, subject, epochs), conditions, scored));
            report($"{split} subject {subject + 1} of {subjects} read");
        }
        return all;
    }

    private static ReadNight[] ReadSubject(
        EpochScorer scorer, ModelBundle bundle, SimulatedNight night, IReadOnlyList<RecordingCondition> conditions, bool scored)
    {
        var readings = conditions.Select(condition => new StudyReading(condition.Applied(night.Study), scorer, bundle.Spec.Signal)).ToArray();
        foreach (var block in night.Blocks())
            foreach (var reading in readings) reading.Accept(block);
        foreach (var reading in readings) reading.End(night.End);
        var truth = scored ? night.ScoredStages : night.Stages;
        return [.. readings.Select(reading => new ReadNight(reading.Evidence, Truth(reading.Evidence, truth)))];
    }

    private static Stage?[] Truth(IReadOnlyList<EpochEvidence> evidence, IReadOnlyList<Stage> stages) =>
        [.. evidence.Select(epoch => epoch.Epoch < stages.Count ? (Stage?)stages[(int)epoch.Epoch] : null)];
}
