using Streaming.Core.Staging;

namespace Streaming.Core.Evidence;

/// <summary>Why an epoch was given its stage, in a scorer's terms. The network decided; the rules say what they find for and against it.</summary>
public sealed record Reason
{
    /// <summary>Most entries kept of an epoch.</summary>
    public const int MostEvidence = 12;

    public required Stage Stage { get; init; }

    /// <summary>Probability of the stage, 0..1.</summary>
    public required double Confidence { get; init; }

    /// <summary>The stage that came next; null for an unscorable epoch.</summary>
    public Stage? RunnerUp { get; init; }

    public double RunnerUpProbability { get; init; }

    /// <summary>For and against every stage, strongest first.</summary>
    public required IReadOnlyList<RuleEvidence> Evidence { get; init; }

    /// <summary>What could be looked at.</summary>
    public required Observed Observed { get; init; }

    /// <summary>What would decide between the stage and the runner-up, and whether it could be observed here.</summary>
    public string WouldDecide { get; init; } = "";

    /// <summary>The network is sure, and a rule speaks against its stage more strongly than anything speaks for it: a person should look.</summary>
    public bool IsContradicted { get; init; }

    /// <summary>One sentence of plain English.</summary>
    public required string Sentence { get; init; }
}
