using System.Globalization;
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
    public static NightReasons Of(StagedNight night, SignalSpec signal, IReadOnlyList<StageDecision> finals)
    {
        var reasons = new NightReasons();
        var reader = new FindingsReader(night.Study, Montage.Resolve(night.Study), new EvidenceOptions());
        foreach (var epoch in NightEpochs.Of(night, signal))
        {
            var final = finals[(int)epoch.Number];
            var findings = reader.Read(epoch);
            reader.Decide(findings, final.Stage);
            reasons._reasons.Add(Explainer.Explain(final, RuleBook.Read(findings), findings.Observed, epoch.UnscorableReason));
        }
        return reasons;
    }

    /// <summary>By the expert's stage: how often what the rules find most for is that stage, and how often it speaks for it at all.</summary>
    public IEnumerable<string> Lines(IReadOnlyList<Stage?> expert)
    {
        foreach (var stage in Enum.GetValues<Stage>().Where(stage => stage != Stage.Unscorable))
        {
            var epochs = _reasons.Where((reason, n) => n < expert.Count && expert[n] == stage && reason.Stage != Stage.Unscorable).ToList();
            if (epochs.Count == 0) continue;
            var (first, any, flagged) = (
                epochs.Count(reason => Leading(reason) == stage),
                epochs.Count(reason => reason.Evidence.Any(entry => entry.Supports && entry.Stage == stage)),
                epochs.Count(reason => reason.IsContradicted));
            yield return string.Create(CultureInfo.InvariantCulture,
                $"REASONS stage={stage} epochs={epochs.Count} leading={(double)first / epochs.Count:f2} any={(double)any / epochs.Count:f2} contradicted={(double)flagged / epochs.Count:f2}");
        }
    }

    // The stage with the strongest sign for it, less the strongest against it.
    private static Stage? Leading(Reason reason)
    {
        var (best, most) = ((Stage?)null, 0.0);
        for (var stage = Stage.W; stage <= Stage.R; stage++)
        {
            var balance = Strongest(reason, stage, true) - Strongest(reason, stage, false);
            if (balance > most) (best, most) = (stage, balance);
        }
        return best;
    }

    private static double Strongest(Reason reason, Stage stage, bool supports) =>
        reason.Evidence.Where(entry => entry.Stage == stage && entry.Supports == supports).Select(entry => entry.Strength).DefaultIfEmpty(0).Max();
}
