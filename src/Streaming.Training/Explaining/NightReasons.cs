using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;

namespace Streaming.Training.Explaining;

/// <summary>The reasons of a night's decisions, as the service would give them.</summary>
/// <param name="Final">Of every FINAL, by epoch.</param>
/// <param name="Revised">Of every REVISED, by epoch: the FINAL's evidence under the stage that stands.</param>
internal sealed record NightReasons(IReadOnlyList<Reason> Final, IReadOnlyList<Reason> Revised)
{
    /// <param name="night">Read again, without the network.</param>
    /// <param name="signal">The bundle's.</param>
    /// <param name="decisions">Its decisions by epoch.</param>
    /// <param name="caps">The bundle's: a reason states the confidence that the result states.</param>
    /// <param name="options">What a person vouches for.</param>
    public static NightReasons Of(StagedNight night, SignalSpec signal, SmoothedNight decisions, ConfidenceCaps? caps, EvidenceOptions options)
    {
        var (finals, revised) = (new List<Reason>(), new List<Reason>());
        var reader = new FindingsReader(night.Study, Montage.Resolve(night.Study), options);
        foreach (var epoch in NightEpochs.Of(night, signal))
        {
            var final = decisions.Final[(int)epoch.Number];
            var findings = reader.Read(epoch);
            reader.Decide(findings, final.Stage);
            var evidence = RuleBook.Read(findings);
            finals.Add(Explain(final, evidence, findings, epoch, caps));
            revised.Add(Explain(decisions.Revised[(int)epoch.Number], evidence, findings, epoch, caps));
        }
        return new NightReasons(finals, revised);
    }

    private static Reason Explain(StageDecision decision, IReadOnlyList<RuleEvidence> evidence, EpochFindings findings, Epoch epoch, ConfidenceCaps? caps)
    {
        var hasEyesOrChin = epoch.Rows.Skip((int)DerivationRow.LeftEye).Any(row => row is not null);
        return Explainer.Explain(decision, evidence, findings.Observed, epoch.UnscorableReason, ConfidenceCaps.Confidence(caps, decision, hasEyesOrChin));
    }
}
