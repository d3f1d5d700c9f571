using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Evaluation;

/// <summary>Measures a bundle, on held-out simulated subjects or on one annotated recording; prints and gives what belongs on its card.</summary>
internal sealed class Evaluator(ModelBundle bundle, TextWriter log)
{
    private static readonly RecordingCondition[] SimulatedConditions =
        [RecordingCondition.AllRows, RecordingCondition.SingleCentral, RecordingCondition.HalfGain, RecordingCondition.DoubleGain];

    private static readonly RecordingCondition[] RealConditions =
        [RecordingCondition.AsRecorded, RecordingCondition.HalfGain, RecordingCondition.DoubleGain];

    public IReadOnlyList<MeasuredAgreement> Simulated(ulong seed, int subjects, int epochs, CancellationToken cancellationToken)
    {
        using var pool = Open();
        using var scorer = new EpochScorer(pool.Create());
        var nights = StagedReading.Read(
            scorer, bundle, NightSequence.SimulatedNights(Split.Test, seed, subjects, epochs), SimulatedConditions, night => night.Reference,
            log.WriteLine, cancellationToken);
        return Report($"simulated, {subjects} held-out subjects, first {epochs / 120.0:0.#} h of the night", true, nights, SimulatedConditions);
    }

    /// <param name="data">How the recording is called on the card.</param>
    public IReadOnlyList<MeasuredAgreement> Recording(string data, EdfStudy study)
    {
        using var pool = Open();
        using var scorer = new EpochScorer(pool.Create());
        var nights = RealConditions.Select(condition => Read(study, condition, scorer)).ToArray();
        return Report(data, false, [nights], RealConditions);
    }

    private ReadNight Read(EdfStudy study, RecordingCondition condition, EpochScorer scorer)
    {
        var reading = new StudyReading(condition.Applied(study.Study), scorer, bundle.Spec.Signal);
        foreach (var block in study.Blocks(1)) reading.Accept(block);
        reading.End(study.End);
        var truth = reading.Evidence.Select(epoch => epoch.Epoch < study.Labels.Count ? study.Labels[(int)epoch.Epoch] : null);
        return new ReadNight(reading.Evidence, [.. truth]);
    }

    private List<MeasuredAgreement> Report(string data, bool simulated, IReadOnlyList<ReadNight[]> nights, RecordingCondition[] conditions)
    {
        var measured = new List<MeasuredAgreement>();
        var spec = bundle.Manifest.Smoother;
        for (var i = 0; i < conditions.Length; i++)
        {
            ReadNight[] under = [.. nights.Select(night => night[i])];
            foreach (var (decision, revised) in new[] { ("FINAL", false), ("REVISED", true) })
            {
                var report = AgreementReport.Of($"{conditions[i].Name} {decision}", under, spec, revised);
                log.WriteLine(report.Line());
                if (i < 2 && !conditions[i].Name.StartsWith("gain", StringComparison.Ordinal))
                {
                    foreach (var line in report.Table()) log.WriteLine(line);
                    measured.AddRange(report.Measured($"{data}, {conditions[i].Name}", simulated, decision));
                }
            }
            if (!conditions[i].Name.StartsWith("gain", StringComparison.Ordinal)) continue;
            var change = GainChange.Of(conditions[i].Name, [.. nights.Select(night => (night[0], night[i]))], spec);
            log.WriteLine(change.Line());
            measured.Add(change.Measured(data, simulated));
        }
        return measured;
    }

    private StagerPool Open() => new(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
}
