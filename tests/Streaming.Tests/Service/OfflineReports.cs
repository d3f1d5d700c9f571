using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service;

/// <summary>What the line must say of a study: the same parts, called one after the other, in order of index and in one piece.</summary>
internal static class OfflineReports
{
    public static List<StageReport> Of(TestStudy source, string bed, IStager stager)
    {
        var session = new BedSession(source.Study, Montage.Resolve(source.Study), stager.Spec.Signal, new BedSessionOptions());
        var writer = new ReportWriter(new BedKey("lab", bed), source.Study, caps: null);
        var smoother = new StageSmoother(SmootherSpec.Default);
        var explainer = new EpochExplainer(new FindingsReader(source.Study, Montage.Resolve(source.Study), new EvidenceOptions()));
        var (renderer, image) = (new WaveformRenderer(stager.Spec), new Streaming.Core.Rendering.EpochImage(stager.Spec));
        var finals = new Dictionary<long, StageReport>();
        var reports = new List<StageReport>();
        var block = source.Samples(0, source.Seconds);
        foreach (var epoch in session.Accept(block, 0, 1).Concat(session.End(EventReader.ToEnd(source.End().StudyEnded, source.Study), 2)))
        {
            StageEstimate? estimate = null;
            if (epoch.UnscorableReason is null)
            {
                renderer.Draw(epoch, image);
                estimate = stager.Estimate(image);
            }
            var pending = new PendingEpoch(epoch, DateTimeOffset.UnixEpoch, 0, []);
            foreach (var decision in smoother.Accept(epoch.Number, estimate?.Probabilities))
            {
                reports.Add(decision.Revision == Streaming.Core.Staging.Revision.Final
                    ? finals[decision.Epoch] = writer.Final(pending, estimate, decision, explainer.Explain(epoch, decision), stager.Model, DateTimeOffset.UnixEpoch)
                    : ReportWriter.Revised(finals[decision.Epoch], decision, DateTimeOffset.UnixEpoch, caps: null));
            }
        }
        reports.AddRange(smoother.End().Select(decision => ReportWriter.Revised(finals[decision.Epoch], decision, DateTimeOffset.UnixEpoch, caps: null)));
        return Comparable(reports);
    }

    /// <summary>In order of epoch and revision, without what may differ: wall times and sequence numbers.</summary>
    public static List<StageReport> Comparable(IEnumerable<StageReport> reports) =>
    [
        .. reports.Select(report =>
        {
            var copy = report.Clone();
            (copy.CommitSequence, copy.LastSampleReceived, copy.Committed) = (0, null, null);
            return copy;
        }).OrderBy(report => report.Epoch).ThenBy(report => report.Revision),
    ];
}
