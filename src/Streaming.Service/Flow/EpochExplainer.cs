using Streaming.Core.Evidence;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Service.Flow;

/// <summary>Gives each epoch of one study, in order, the reason of its FINAL. Everything it knows is in its state, which is kept with the
/// epoch's.</summary>
internal sealed class EpochExplainer(FindingsReader reader)
{
    public Reason Explain(Epoch epoch, StageDecision final)
    {
        var findings = reader.Read(epoch);
        reader.Decide(findings, final.Stage);
        return Explainer.Explain(final, RuleBook.Read(findings), findings.Observed, epoch.UnscorableReason);
    }

    public byte[] Save() => reader.Save();
}
