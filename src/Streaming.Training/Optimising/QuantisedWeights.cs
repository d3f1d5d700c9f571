using Streaming.Training.Graph;

namespace Streaming.Training.Optimising;

/// <summary>Turns weights into whole numbers, symmetric about 0, with a scale for each output channel.</summary>
internal static class QuantisedWeights
{
    /// <param name="axis">Of the output channels.</param>
    /// <param name="greatest">The whole number that the greatest weight of a channel becomes.</param>
    public static (sbyte[] Whole, float[] Scales) Of(ReadOnlySpan<float> weights, long[] shape, int axis, int greatest)
    {
        int channels = (int)shape[axis];
        int inner = Shapes.Count([.. shape[(axis + 1)..].Select(length => (int)length)]);
        float[] scales = new float[channels];
        for (int i = 0; i < weights.Length; i++)
        {
            ref float scale = ref scales[i / inner % channels];
            scale = Math.Max(scale, Math.Abs(weights[i]) / greatest);
        }

        for (int channel = 0; channel < channels; channel++)
        {
            if (scales[channel] == 0) scales[channel] = 1; // a channel of zeros
        }

        sbyte[] whole = new sbyte[weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            whole[i] = (sbyte)Math.Clamp(MathF.Round(weights[i] / scales[i / inner % channels]), -greatest, greatest);
        }

        return (whole, scales);
    }
}
