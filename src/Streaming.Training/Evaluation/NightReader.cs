using Streaming.Core.Novelty;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Evaluation;

/// <summary>Reads a night on the serving path under several conditions and by several bundles at once: its samples are made once, its signal is
/// computed once for conditions that only draw it otherwise, and each picture is read by every bundle. Not thread-safe; one a worker.</summary>
internal sealed class NightReader(
    IReadOnlyList<ModelBundle> bundles, IReadOnlyList<EpochScorer> scorers, IReadOnlyList<RecordingCondition> conditions, bool measureShapes = false)
{
    // By bundle: whose scorer reads for it. Bundles that differ in what surrounds the network alone hear the same answer.
    private readonly int[] _readers = Readers([.. bundles.Select(Answers)]);
    private readonly Dictionary<(int Reader, int Condition), ScoredPicture> _answers = [];

    /// <summary>By bundle, then by condition.</summary>
    public ReadNight[][] Read(StagedNight night, CancellationToken cancellationToken)
    {
        var evidence = bundles.Select(_ => conditions.Select(_ => new List<EpochEvidence>()).ToArray()).ToArray();
        Session[] sessions = [.. Sessions(night)];
        foreach (var block in night.Blocks())
        {
            cancellationToken.ThrowIfCancellationRequested();
            foreach (var session in sessions)
                foreach (var epoch in session.Bed.Accept(session.Change(block), 0, 0)) Read(epoch, session, evidence);
        }
        foreach (var session in sessions)
            foreach (var epoch in session.Bed.End(session.End, 0)) Read(epoch, session, evidence);
        return [.. evidence.Select(under => under.Select(read => Labelled(night, read)).ToArray())];
    }

    private IEnumerable<Session> Sessions(StagedNight night) =>
        from bundle in Enumerable.Range(0, bundles.Count)
        from condition in Enumerable.Range(0, conditions.Count)
        group (bundle, condition) by (Key(bundles[bundle].Spec.Signal), conditions[condition].SessionKey) into readings
        let bundle = readings.First().bundle
        let condition = conditions[readings.First().condition]
        let study = condition.Applied(night.Study)
        select new Session(
            new BedSession(study, Montage.Resolve(study), bundles[bundle].Spec.Signal, new BedSessionOptions()),
            condition.Samples?.Invoke(night.Study) ?? (block => block), condition.Ended(night.Study, night.End), [.. readings]);

    // Equal by what it says: two manifests of one signal are two objects.
    private static string Key(SignalSpec signal) => System.Text.Json.JsonSerializer.Serialize(signal);

    private static int[] Readers(string[] answers) => [.. answers.Select(answer => Array.IndexOf(answers, answer))];

    private static string Answers(ModelBundle bundle) => System.Text.Json.JsonSerializer.Serialize(
        new { bundle.Manifest.Sha256, bundle.Manifest.RenderSpec, bundle.Manifest.Temperature, bundle.Manifest.Novelty });

    private void Read(Epoch epoch, Session session, List<EpochEvidence>[][] evidence)
    {
        _answers.Clear();
        foreach (var (bundle, condition) in session.Readings)
        {
            if (!_answers.TryGetValue((_readers[bundle], condition), out var answer))
            {
                var picture = conditions[condition].Drawn?.Invoke(epoch) ?? epoch;
                _answers.Add((_readers[bundle], condition), answer = new ScoredPicture(picture, scorers[_readers[bundle]].Score(picture)));
            }
            var (drawn, estimate) = answer;
            evidence[bundle][condition].Add(new EpochEvidence(
                drawn.Number, (double)drawn.StartSeconds, estimate?.Logits, estimate?.Probabilities, drawn.UnscorableReason, drawn.IsCalibrating)
            {
                Novelty = estimate?.Novelty,
                Shapes = measureShapes && estimate is not null ? Shapes(drawn) : null,
                ScalesMicrovolts = measureShapes ? [.. drawn.ScalesMicrovolts] : null,
                HasEyesOrChin = drawn.Rows.Skip((int)DerivationRow.LeftEye).Any(row => row is not null),
            });
        }
    }

    private static double[]?[] Shapes(Epoch epoch) => [.. epoch.Rows.Select((row, n) =>
    {
        var shape = new double[RowShape.Count];
        return row is not null && RowShape.Measure(row, epoch.ScalesMicrovolts[n], shape) ? shape : null;
    })];

    private static ReadNight Labelled(StagedNight night, List<EpochEvidence> evidence)
    {
        NightScoring Of(NightScoring scoring) => scoring with { Stages = [.. evidence.Select(epoch => scoring.At(epoch.Epoch))] };
        return new ReadNight(evidence, Of(night.Reference).Stages)
        {
            Subject = night.Subject,
            Name = night.Name,
            Recording = night.Recording,
            OriginSeconds = night.Study.EpochOriginSeconds,
            Scorings = [.. night.Scorings.Select(Of)],
        };
    }

    private sealed record ScoredPicture(Epoch Drawn, StageEstimate? Estimate);

    private sealed record Session(
        BedSession Bed, Func<SampleBlock, SampleBlock> Change, StudyEnd End, IReadOnlyList<(int Bundle, int Condition)> Readings);
}
