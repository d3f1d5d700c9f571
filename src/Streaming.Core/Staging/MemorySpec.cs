namespace Streaming.Core.Staging;

/// <summary>How the night so far bears on a decision, beyond the last few epochs that a hidden Markov model knows of; part of a model bundle's
/// smoother. A stage's weight is e to the power of a weighted sum of the <see cref="InputCount"/> inputs; the five weights are divided by their sum.</summary>
/// <remarks>Inputs, in this order: the natural logarithms of the network's five probabilities; those of the hidden Markov model's five; for each
/// memory the five running means of the network's probabilities up to and with this epoch; 1. All in class order W N1 N2 N3 R, logarithms of no less
/// than <see cref="Least"/>. Where it comes from: multinomial logistic regression on people's nights (docs/evaluation.md).</remarks>
public sealed record MemorySpec
{
    /// <summary>Memories a spec may have.</summary>
    public const int MostMemories = 8;

    /// <summary>Probabilities below it count as this much.</summary>
    public const double Least = 1e-6;

    /// <summary>By memory: the share of its running mean that stays from epoch to epoch, above 0 and below 1; 1 to 8 of them. 0.99 forgets half in
    /// 69 epochs, about half an hour.</summary>
    public required double[] Kept { get; init; }

    /// <summary>[stage][input]: of FINAL, whose hidden Markov model has seen the past.</summary>
    public required double[][] Final { get; init; }

    /// <summary>[stage][input]: of REVISED, whose hidden Markov model has seen the look-ahead as well. The means are those of FINAL.</summary>
    public required double[][] Revised { get; init; }

    /// <summary>Inputs of a spec with so many memories.</summary>
    public static int InputCount(int memories) => (2 + memories) * SmootherSpec.Classes + 1;

    /// <summary>What is wrong, naming the field, its value and its limit; null where nothing is.</summary>
    public string? Fault()
    {
        if (Kept is not { Length: >= 1 and <= MostMemories }) return $"memory.kept has {Kept?.Length ?? 0} values, 1 to {MostMemories} are allowed.";
        if (Array.Exists(Kept, share => !(share is > 0 and < 1))) return $"memory.kept is {string.Join(' ', Kept)}, each must be above 0 and below 1.";
        return Fault(Final, "memory.final") ?? Fault(Revised, "memory.revised");
    }

    private string? Fault(double[][]? weights, string field)
    {
        if (weights is not { Length: SmootherSpec.Classes }) return $"{field} has {weights?.Length ?? 0} rows, {SmootherSpec.Classes} are needed.";
        var inputs = InputCount(Kept.Length);
        for (var stage = 0; stage < weights.Length; stage++)
        {
            if (weights[stage]?.Length != inputs) return $"{field}[{stage}] has {weights[stage]?.Length ?? 0} values, {inputs} are needed for {Kept.Length} memories.";
            if (Array.Exists(weights[stage], weight => !(Math.Abs(weight) <= 1000))) return $"{field}[{stage}] has a value outside -1000 to 1000.";
        }
        return null;
    }
}
