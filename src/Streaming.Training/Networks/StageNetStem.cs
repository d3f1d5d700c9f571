using Streaming.Training.Graph;

namespace Streaming.Training.Networks;

/// <summary>
/// Turns the row of each derivation into one token per second. All derivations share it. Temporal convolutions cross the borders of seconds,
/// so that spindles and slow waves do not fall between tokens.
/// </summary>
internal static class StageNetStem
{
    private const double ReluGain = 1.4142135623730951;

    /// <summary>Pixels [batch, rows, columns] without the scale bar to tokens [batch, derivations · seconds, width].</summary>
    public static GraphValue Append(NetworkBuild build, StageNetOptions options, GraphValue pixels)
    {
        build.Graph.Scope = "stem";
        int rows = pixels.Shape[0] * options.Derivations;
        GraphValue x = Columns(build, options, build.Graph.Reshape(pixels, rows, options.RowHeight, options.Columns));
        for (int layer = 0; layer < options.Strides.Count; layer++)
        {
            bool last = layer == options.Strides.Count - 1;
            x = Temporal(build, $"stem{layer + 1}", x, options.Strides[layer], options.Channels[layer], last ? 1 : ReluGain);
            x = last ? x : build.Graph.Relu(x);
        }

        return build.Graph.Reshape(x, pixels.Shape[0], options.Tokens, options.Width);
    }

    /// <summary>
    /// Functions of each column of pixels: bytes [n, height, columns] to [n, columns, channels]. Centring and scaling are folded into
    /// the weights, and the bytes keep their order, which is cheaper than turning them. The weights start smooth over the pixels, so that a
    /// trace that moves a little changes a column's numbers a little: the network starts with a waveform in hand and learns faster.
    /// </summary>
    private static GraphValue Columns(NetworkBuild build, StageNetOptions options, GraphValue pixels)
    {
        GraphBuilder graph = build.Graph;
        GraphValue weight = build.Parameters.Declare(
            graph, "column.weight", ParameterKind.SmoothWeight, (float)(1 / Math.Sqrt(options.RowHeight)), options.ColumnChannels, options.RowHeight);
        GraphValue bias = build.Bias("column", options.ColumnChannels, 1);
        GraphValue scaled = graph.Multiply(weight, 1 / options.PixelDeviation);
        GraphValue centre = graph.Multiply(graph.ReduceSum(scaled, [1], keepDimensions: true), options.PixelMean);
        GraphValue product = graph.MatMul(scaled, graph.Cast(pixels, ElementType.Float));
        GraphValue x = graph.Relu(graph.Add(product, graph.Subtract(bias, centre)));
        return graph.Transpose(x, 0, 2, 1);
    }

    /// <summary>
    /// A convolution of stride s over 3·s steps as one matrix product: [n, T, C] is read as T/s blocks of s·C numbers, each block is multiplied by
    /// the weights of all three places it takes in a window, and the three results are moved to where they belong and added.
    /// Its gradient is made of the same parts; the runtime has no convolution gradients, and this needs none.
    /// </summary>
    private static GraphValue Temporal(NetworkBuild build, string name, GraphValue x, int stride, int channels, double gain)
    {
        GraphBuilder graph = build.Graph;
        int length = x.Shape[1] / stride;
        int block = stride * x.Shape[2];
        GraphValue weight = build.Weight(name, block, 3 * channels, gain, fanIn: 3 * block);
        GraphValue[] places = graph.Split(
            graph.Linear(graph.Reshape(x, x.Shape[0], length, block), weight, null), 2, channels, channels, channels);
        GraphValue sum = graph.Add(places[1], graph.Add(graph.Shift(places[0], 1, 1), graph.Shift(places[2], 1, -1)));
        return graph.Add(sum, build.Bias(name, channels));
    }
}
