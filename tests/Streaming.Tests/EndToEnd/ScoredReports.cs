using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd;

/// <summary>What offline scoring with the committed model says of a study, in the service's words.</summary>
internal static class ScoredReports
{
    public static string ModelFolder => Repository.At("deploy", "models", "stagenet-2");

    public static StagerPool Pool() => new(
        ModelBundle.Load(ModelFolder), new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 2 }, NullLogger<StagerPool>.Instance);

    public static List<StageReport> Of(
        Streaming.Core.Signals.Study study, IEnumerable<Streaming.Core.Signals.SampleBlock> blocks, StudyEnd end, BedKey bed)
    {
        using var pool = Pool();
        using var scorer = new StudyScorer(pool.Bundle, pool.Create(), new BedSessionOptions());
        var writer = new ReportWriter(bed, study, pool.Bundle.Manifest.ConfidenceCaps);
        var explainer = new EpochExplainer(
            new Streaming.Core.Evidence.FindingsReader(study, Streaming.Core.Signals.Montage.Resolve(study), new()));
        var (finals, reports) = (new Dictionary<long, StageReport>(), new List<StageReport>());
        foreach (var scored in scorer.Score(study, blocks, end, TestContext.Current.CancellationToken))
        {
            var pending = new PendingEpoch(scored.Epoch, DateTimeOffset.UnixEpoch, 0, []);
            foreach (var decision in scored.Decisions)
            {
                reports.Add(decision.Revision == Streaming.Core.Staging.Revision.Final
                    ? finals[decision.Epoch] = writer.Final(pending, scored.Estimate, decision, explainer.Explain(scored.Epoch, decision), pool.Bundle.Identity, DateTimeOffset.UnixEpoch)
                    : ReportWriter.Revised(finals[decision.Epoch], decision, DateTimeOffset.UnixEpoch, pool.Bundle.Manifest.ConfidenceCaps));
            }
        }
        return OfflineReports.Comparable(reports);
    }
}
