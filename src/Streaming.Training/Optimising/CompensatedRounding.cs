using Streaming.Training.Realism;

namespace Streaming.Training.Optimising;

/// <summary>
/// Rounds the weights of a channel one after the other, and lets those that are still to come make good what was lost, as far as what they read is alike
/// (Frantar et al. 2023, "GPTQ"; in the form of Babai's nearest plane, which needs no inverse).
/// </summary>
internal static class CompensatedRounding
{
    /// <param name="weights">[channels, inputs].</param>
    /// <param name="moments">[inputs, inputs], positive definite.</param>
    public static sbyte[] Round(ReadOnlySpan<float> weights, float[] scales, double[,] moments, int greatest)
    {
        int inputs = moments.GetLength(0);
        double[,] root = SymmetricMatrix.Root(moments);
        sbyte[] whole = new sbyte[weights.Length];
        double[] lost = new double[inputs];
        for (int channel = 0; channel < scales.Length; channel++)
        {
            ReadOnlySpan<float> row = weights.Slice(channel * inputs, inputs);
            for (int i = inputs - 1; i >= 0; i--)
            {
                double owed = 0;
                for (int later = i + 1; later < inputs; later++) owed += root[later, i] * lost[later];
                double rounded = Math.Clamp(Math.Round((row[i] + (owed / root[i, i])) / scales[channel]), -greatest, greatest);
                whole[(channel * inputs) + i] = (sbyte)rounded;
                lost[i] = row[i] - (rounded * scales[channel]);
            }
        }

        return whole;
    }
}
