using Microsoft.Extensions.Options;
using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Service.Flow;

/// <summary>Begins and restores bed sessions, all with the same options: the live line, recovery and redrawing must agree.</summary>
internal sealed class SessionFactory(ModelShelf models, IOptions<FlowOptions> options)
{
    private readonly BedSessionOptions _options = new()
    {
        ReorderHorizonSeconds = options.Value.ReorderHorizonSeconds,
        HopSeconds = options.Value.HopSeconds,
    };

    public BedSession Begin(Study study, ServedModel model) => new(study, Montage.Resolve(study), model.Spec.Signal, _options);

    public BedSession Restore(Study study, ServedModel model, ReadOnlySpan<byte> state) =>
        BedSession.Restore(study, Montage.Resolve(study), model.Spec.Signal, _options, state);

    /// <summary>The state of another model's session, with this one's filters and scales before their first sample.</summary>
    public byte[] Resettle(Study study, ServedModel model, ReadOnlySpan<byte> state) =>
        BedSession.Resettle(study, Montage.Resolve(study), model.Spec.Signal, _options, state);

    /// <summary>What reads the study's epochs for their reasons: from the beginning, or from where a state was kept.</summary>
    public FindingsReader Findings(Study study, ReadOnlySpan<byte> state)
    {
        var trust = new EvidenceOptions { TrustedGain = options.Value.TrustedGain };
        return state.IsEmpty
            ? new FindingsReader(study, Montage.Resolve(study), trust)
            : FindingsReader.Restore(study, Montage.Resolve(study), trust, state);
    }

    /// <summary>Why no session can be had of a study (rates, origin), or null.</summary>
    public string? FaultOf(Study study)
    {
        try
        {
            Begin(study, models.Current);
            return null;
        }
        catch (ArgumentException fault)
        {
            // In the sender's words: the name of a parameter here says nothing to it.
            return fault.ParamName is { } name ? fault.Message.Replace($" (Parameter '{name}')", "", StringComparison.Ordinal) : fault.Message;
        }
    }
}
