using Streaming.Training.Graph;

namespace Streaming.Training.Networks;

/// <summary>
/// The same stem written with Conv nodes, as a form for serving: a convolution with its bias and ReLU is one kernel in whole numbers, where the
/// products, moves and additions that training needs are eight. The same function up to rounding.
/// </summary>
internal static class StageNetServing
{
    /// <summary>Pixels [batch, rows, columns] without the scale bar to tokens [batch, derivations · seconds, width].</summary>
    public static GraphValue Stem(NetworkBuild build, StageNetOptions options, GraphValue pixels)
    {
        build.Graph.Scope = "stem";
        int rows = pixels.Shape[0] * options.Derivations;
        GraphValue bytes = build.Graph.Reshape(pixels, rows, options.RowHeight, options.Columns);
        GraphValue x = Columns(build, options, build.Graph.Cast(bytes, ElementType.Float));
        for (int layer = 0; layer < options.Strides.Count; layer++)
        {
            bool last = layer == options.Strides.Count - 1;
            x = Temporal(build, $"stem{layer + 1}", x, options.Strides[layer], options.Channels[layer]);
            x = last ? x : build.Graph.Relu(x);
        }

        return build.Graph.Reshape(build.Graph.Transpose(x, 0, 2, 1), pixels.Shape[0], options.Tokens, options.Width);
    }

    /// <summary>[n, height, columns] to [n, channels, columns]: the pixels of a column are the channels of a convolution of width 1.</summary>
    private static GraphValue Columns(NetworkBuild build, StageNetOptions options, GraphValue pixels)
    {
        (int channels, int height) = (options.ColumnChannels, options.RowHeight);
        float[] weight = [.. build.Parameters.Take("column.weight", ParameterKind.SmoothWeight, 0, channels, height)];
        float[] bias = [.. build.Parameters.Take("column.bias", ParameterKind.Bias, 0, channels, 1)];
        for (int i = 0; i < weight.Length; i++) weight[i] /= options.PixelDeviation;
        for (int i = 0; i < channels; i++) bias[i] -= options.PixelMean * weight.AsSpan(i * height, height).ToArray().Sum();
        return build.Graph.Relu(build.Graph.Conv(
            pixels,
            build.Graph.Initializer("column.kernel", [channels, height, 1], weight),
            build.Graph.Initializer("column.shift", [channels], bias),
            Convolution.Along()));
    }

    /// <summary>[n, C, T] to [n, channels, T / stride]. Training keeps the weights as [stride · C, 3 · channels]: step and channel within a block of a
    /// stride, by place of the block in the window and output.</summary>
    private static GraphValue Temporal(NetworkBuild build, string name, GraphValue x, int stride, int channels)
    {
        int inputs = x.Shape[1];
        ReadOnlySpan<float> weight = build.Parameters.Take($"{name}.weight", ParameterKind.Weight, 0, stride * inputs, 3 * channels);
        float[] kernel = new float[channels * inputs * 3 * stride];
        for (int output = 0; output < channels; output++)
        {
            for (int input = 0; input < inputs; input++)
            {
                for (int step = 0; step < 3 * stride; step++)
                {
                    (int place, int within) = Math.DivRem(step, stride);
                    kernel[(((output * inputs) + input) * 3 * stride) + step] =
                        weight[(((within * inputs) + input) * 3 * channels) + (place * channels) + output];
                }
            }
        }

        ReadOnlySpan<float> bias = build.Parameters.Take($"{name}.bias", ParameterKind.Bias, 0, channels);
        return build.Graph.Conv(
            x,
            build.Graph.Initializer($"{name}.kernel", [channels, inputs, 3 * stride], kernel),
            build.Graph.Initializer($"{name}.shift", [channels], bias),
            Convolution.Along(stride, padding: stride));
    }
}
