using System.Numerics;

namespace Streaming.Training.Graph;

/// <summary>
/// AdamW on one flat parameter vector, with clipping of the gradient's norm, decoupled weight decay on chosen elements, and an
/// exponential moving average of the parameters, which evaluates better than their last value.
/// </summary>
/// <param name="decayMask">For each parameter what the decay is multiplied by.</param>
/// <param name="rateMask">For each parameter what the learning rate is multiplied by; null: 1. At 0 a parameter stays as it is.</param>
internal sealed class AdamW(AdamWOptions options, float[] parameters, float[] decayMask, float[]? rateMask = null)
{
    private readonly float[] _rateMask = rateMask ?? [.. Enumerable.Repeat(1f, parameters.Length)];

    public float[] Parameters { get; } = parameters;

    public float[] FirstMoment { get; } = new float[parameters.Length];

    public float[] SecondMoment { get; } = new float[parameters.Length];

    /// <summary>The moving average of the parameters.</summary>
    public float[] Average { get; } = [.. parameters];

    public long StepCount { get; set; }

    /// <summary>The gradient's norm at the last step, before clipping.</summary>
    public float GradientNorm { get; private set; }

    /// <summary>One update. A gradient that is not finite changes nothing and gives false.</summary>
    public bool Step(ReadOnlySpan<float> gradient, float learningRate)
    {
        GradientNorm = Norm(gradient);
        if (!float.IsFinite(GradientNorm))
        {
            return false;
        }

        StepCount++;
        float clip = GradientNorm > options.ClipNorm ? options.ClipNorm / GradientNorm : 1;
        float stepSize = learningRate / (1 - MathF.Pow(options.Beta1, StepCount));
        float secondScale = 1 / (1 - MathF.Pow(options.Beta2, StepCount));
        float averageDecay = Math.Min(options.AverageDecay, (1f + StepCount) / (10f + StepCount));
        int index = Wide(gradient, clip, stepSize, secondScale, learningRate * options.WeightDecay, averageDecay);
        for (; index < gradient.Length; index++)
        {
            Single(index, gradient[index] * clip, stepSize, secondScale, learningRate * options.WeightDecay, averageDecay);
        }

        return true;
    }

    /// <summary>Summed in double precision in index order, so that vector width does not change the bits.</summary>
    private static float Norm(ReadOnlySpan<float> gradient)
    {
        double sum = 0;
        foreach (float element in gradient)
        {
            sum += (double)element * element;
        }

        return (float)Math.Sqrt(sum);
    }

    private int Wide(ReadOnlySpan<float> gradient, float clip, float stepSize, float secondScale, float decay, float averageDecay)
    {
        int index = 0;
        for (; index <= gradient.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            Vector<float> g = new Vector<float>(gradient[index..]) * clip;
            Vector<float> m = (new Vector<float>(FirstMoment, index) * options.Beta1) + (g * (1 - options.Beta1));
            Vector<float> v = (new Vector<float>(SecondMoment, index) * options.Beta2) + (g * g * (1 - options.Beta2));
            Vector<float> p = new Vector<float>(Parameters, index);
            Vector<float> rate = new(_rateMask, index);
            p -= p * rate * new Vector<float>(decayMask, index) * decay;
            p -= m * rate * stepSize / (Vector.SquareRoot(v * secondScale) + new Vector<float>(options.Epsilon));
            Vector<float> average = new(Average, index);
            average += (p - average) * (1 - averageDecay);
            m.CopyTo(FirstMoment, index);
            v.CopyTo(SecondMoment, index);
            p.CopyTo(Parameters, index);
            average.CopyTo(Average, index);
        }

        return index;
    }

    private void Single(int index, float g, float stepSize, float secondScale, float decay, float averageDecay)
    {
        float m = (FirstMoment[index] * options.Beta1) + (g * (1 - options.Beta1));
        float v = (SecondMoment[index] * options.Beta2) + (g * g * (1 - options.Beta2));
        float p = Parameters[index];
        p -= p * _rateMask[index] * decayMask[index] * decay;
        p -= m * _rateMask[index] * stepSize / (MathF.Sqrt(v * secondScale) + options.Epsilon);
        FirstMoment[index] = m;
        SecondMoment[index] = v;
        Parameters[index] = p;
        Average[index] += (p - Average[index]) * (1 - averageDecay);
    }
}
