using Streaming.Core.Signals;

namespace Streaming.Core.Staging;

/// <summary>What is believed of an epoch by its neighbours: the arithmetic of a hidden Markov model with tempered likelihoods.</summary>
/// <remarks>Exact arithmetic only, so that equal inputs give equal bits.</remarks>
internal sealed class HiddenMarkovModel(SmootherSpec spec)
{
    private const int Classes = SmootherSpec.Classes;
    private const double Least = 1e-9; // a probability of 0 would veto a stage for good

    /// <summary>(probability / class prior) ^ exponent of each stage; 1 where the epoch is unscorable.</summary>
    /// <exception cref="ArgumentException">Not five values from 0 to 1.</exception>
    public double[] Likelihood(float[]? probabilities)
    {
        var likelihood = new double[Classes];
        Array.Fill(likelihood, 1.0);
        if (probabilities is null) return likelihood;
        if (probabilities.Length != Classes || Array.Exists(probabilities, p => !(p >= 0 && p <= 1.001f)))
            throw new ArgumentException($"Probabilities must be {Classes} values from 0 to 1: {string.Join(' ', probabilities)}.", nameof(probabilities));
        for (var stage = 0; stage < Classes; stage++)
            likelihood[stage] = ExactMath.Pow(Math.Max(probabilities[stage], Least) / spec.ClassPriors[stage], spec.LikelihoodExponent);
        return likelihood;
    }

    /// <summary>The belief after an epoch, sum 1.</summary>
    /// <param name="before">After the epoch before; null: there was none.</param>
    public double[] Believe(double[]? before, double[] likelihood) => Times(before is null ? spec.Initial : Predict(before), likelihood);

    /// <summary>What an epoch and those after it say of the one before it, sum 1.</summary>
    /// <param name="future">What those after it say of it.</param>
    public double[] Backward(double[] likelihood, double[] future)
    {
        var past = new double[Classes];
        for (var from = 0; from < Classes; from++)
        {
            for (var to = 0; to < Classes; to++) past[from] += spec.Transition[from][to] * likelihood[to] * future[to];
        }
        return Normalised(past);
    }

    /// <summary>Product stage by stage, sum 1.</summary>
    public static double[] Times(double[] one, double[] other)
    {
        var product = new double[Classes];
        for (var stage = 0; stage < Classes; stage++) product[stage] = one[stage] * other[stage];
        return Normalised(product);
    }

    private double[] Predict(double[] belief)
    {
        var next = new double[Classes];
        for (var from = 0; from < Classes; from++)
        {
            for (var to = 0; to < Classes; to++) next[to] += belief[from] * spec.Transition[from][to];
        }
        return next;
    }

    private static double[] Normalised(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        for (var stage = 0; stage < Classes; stage++) values[stage] = sum > 0 ? values[stage] / sum : 1.0 / Classes;
        return values;
    }
}
