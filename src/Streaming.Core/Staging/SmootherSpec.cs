using System.Text.Json.Serialization;

namespace Streaming.Core.Staging;

/// <summary>What the smoother believes of a night; part of a model bundle. All arrays are in class order W N1 N2 N3 R.</summary>
public sealed record SmootherSpec
{
    /// <summary>Classes.</summary>
    public const int Classes = 5;

    /// <summary>Probability of each stage before anything was seen; five values, sum 1.</summary>
    public required double[] Initial { get; init; }

    /// <summary>[from][to]: probability of the next epoch's stage; every row sums to 1.</summary>
    public required double[][] Transition { get; init; }

    /// <summary>Power on the likelihood, above 0, at most 1. Below 1 because neighbouring epochs are not independent evidence.</summary>
    public required double LikelihoodExponent { get; init; }

    /// <summary>Class shares the network was trained under; its probabilities are divided by them. Five positive values, sum 1.</summary>
    public required double[] ClassPriors { get; init; }

    /// <summary>Epochs of future a REVISED decision rests on, 0 to 20.</summary>
    public required int LookAheadEpochs { get; init; }

    /// <summary>How the night so far bears on a decision; null (and absent from a manifest): as far as the transitions say.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public MemorySpec? Memory { get; init; }

    /// <summary>Transitions of Sleep-EDF nights, exponent 0.6, two epochs of look-ahead, a network trained on balanced classes.</summary>
    public static SmootherSpec Default { get; } = new()
    {
        Initial = SleepTransitions.ClassShares(),
        Transition = SleepTransitions.Probabilities(),
        LikelihoodExponent = 0.6,
        ClassPriors = [0.2, 0.2, 0.2, 0.2, 0.2],
        LookAheadEpochs = 2,
    };

    /// <summary>Doubts nothing and remembers nothing: decisions are the network's own.</summary>
    public static SmootherSpec None { get; } = new()
    {
        Initial = [0.2, 0.2, 0.2, 0.2, 0.2],
        Transition = [.. Enumerable.Range(0, Classes).Select(_ => new[] { 0.2, 0.2, 0.2, 0.2, 0.2 })],
        LikelihoodExponent = 1,
        ClassPriors = [0.2, 0.2, 0.2, 0.2, 0.2],
        LookAheadEpochs = 0,
    };

    /// <summary>What is wrong, naming the field, its value and its limit; null where nothing is.</summary>
    public string? Fault()
    {
        if (Distribution(Initial, "initial", 0) is { } initial) return initial;
        if (Distribution(ClassPriors, "classPriors", 1e-6) is { } priors) return priors;
        if (Transition.Length != Classes) return $"transition has {Transition.Length} rows, {Classes} are needed.";
        for (var from = 0; from < Classes; from++)
        {
            if (Distribution(Transition[from], $"transition[{from}]", 0) is { } row) return row;
        }
        if (!(LikelihoodExponent is > 0 and <= 1)) return $"likelihoodExponent is {LikelihoodExponent}, it must be above 0 and at most 1.";
        return LookAheadEpochs is < 0 or > 20 ? $"lookAheadEpochs is {LookAheadEpochs}, it must be from 0 to 20." : Memory?.Fault();
    }

    private static string? Distribution(double[]? values, string field, double least)
    {
        if (values is null || values.Length != Classes) return $"{field} has {values?.Length ?? 0} values, {Classes} are needed.";
        if (Array.Exists(values, value => !(value >= least && value <= 1))) return $"{field} has a value outside {least} to 1.";
        return Math.Abs(values.Sum() - 1) > 1e-6 ? $"{field} sums to {values.Sum()}, it must sum to 1." : null;
    }
}
