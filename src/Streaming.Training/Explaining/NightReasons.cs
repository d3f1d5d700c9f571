using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;

namespace Streaming.Training.Explaining;

/// <summary>The reason of every FINAL of a night, as the service would give it, and how often reasons and expert agree.</summary>
internal sealed class NightReasons
{
    private readonly List<Reason> _reasons = [];

    private NightReasons()
    {
    }

    /// <summary>By epoch.</summary>
    public IReadOnlyList<Reason> Reasons => _reasons;

    /// <param name="night">Read again, without the network.</param>
    /// <param name="signal">The bundle's.</param>
    /// <param name="finals">Its FINAL decisions by epoch.</param>
    /// <param name="caps">The bundle's: a reason states the confidence that the result states.</param>
    public static NightReasons Of(StagedNight night, SignalSpec signal, IReadOnlyList<StageDecision> finals, ConfidenceCaps? caps)
    {
        var reasons = new NightReasons();
        var reader = new FindingsReader(night.Study, Montage.Resolve(night.Study), new EvidenceOptions());
        foreach (var epoch in NightEpochs.Of(night, signal))
        {
            var final = finals[(int)epoch.Number];
            var findings = reader.Read(epoch);
            reader.Decide(findings, final.Stage);
            var shown = ConfidenceCaps.Confidence(caps, final, epoch.Rows.Skip((int)DerivationRow.LeftEye).Any(row => row is not null));
            reasons._reasons.Add(Explainer.Explain(final, RuleBook.Read(findings), findings.Observed, epoch.UnscorableReason, shown));
        }
        return reasons;
    }
}
