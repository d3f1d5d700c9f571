using Streaming.Core.Signals;

namespace Streaming.Core.Staging;

/// <summary>Running means of what the network said of a night so far, as inputs of decisions (<see cref="MemorySpec"/>).</summary>
/// <remarks>Unscorable epochs leave it as it is. Exact arithmetic only. Not thread-safe.</remarks>
/// <param name="kept">By memory: the share of its mean that stays from epoch to epoch.</param>
internal sealed class NightMemory(IReadOnlyList<double> kept)
{
    private const int Classes = SmootherSpec.Classes;
    private readonly double[] _means = new double[kept.Count * Classes];
    private bool _isEmpty = true;

    /// <summary>Takes a scorable epoch.</summary>
    /// <param name="probabilities">Five, of the network.</param>
    /// <returns>The inputs of a decision on it, but for the hidden Markov model's belief.</returns>
    public double[] Accept(float[] probabilities)
    {
        for (var n = 0; n < _means.Length; n++)
        {
            var (stays, now) = (kept[n / Classes], (double)probabilities[n % Classes]);
            _means[n] = _isEmpty ? now : stays * _means[n] + (1 - stays) * now;
        }
        _isEmpty = false;
        var inputs = new double[MemorySpec.InputCount(kept.Count)];
        for (var stage = 0; stage < Classes; stage++) inputs[stage] = Logarithm(probabilities[stage]);
        _means.CopyTo(inputs, 2 * Classes);
        inputs[^1] = 1;
        return inputs;
    }

    /// <summary>Puts the hidden Markov model's five probabilities into their place.</summary>
    public static void Believe(double[] inputs, double[] belief)
    {
        for (var stage = 0; stage < Classes; stage++) inputs[Classes + stage] = Logarithm(belief[stage]);
    }

    /// <summary>Five probabilities, sum 1.</summary>
    /// <param name="weights">[stage][input].</param>
    public static double[] Decide(double[][] weights, double[] inputs)
    {
        var shares = new double[Classes];
        for (var stage = 0; stage < Classes; stage++)
        {
            for (var n = 0; n < inputs.Length; n++) shares[stage] += weights[stage][n] * inputs[n];
        }
        var (most, whole) = (shares.Max(), 0.0);
        for (var stage = 0; stage < Classes; stage++) whole += shares[stage] = ExactMath.Exp(shares[stage] - most);
        for (var stage = 0; stage < Classes; stage++) shares[stage] /= whole;
        return shares;
    }

    public void Save(StateWriter writer)
    {
        writer.Write(_isEmpty);
        writer.Write(_means);
    }

    public static NightMemory Load(IReadOnlyList<double> kept, ref StateReader reader)
    {
        var memory = new NightMemory(kept) { _isEmpty = reader.ReadBoolean() };
        reader.Read(memory._means);
        return memory;
    }

    private static double Logarithm(double probability) => ExactMath.Log(Math.Max(probability, MemorySpec.Least));
}
