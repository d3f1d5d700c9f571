using Streaming.Core.Rendering;
using Streaming.Scoring;
using Streaming.Training.Graph;

namespace Streaming.Benchmarks;

/// <summary>A network of the shape of ResNet18 (He and others 2016) at 224 × 224 with random weights, batch normalisation folded in: the rival
/// everybody knows. What it answers means nothing; what it costs does.</summary>
internal static class ResNet18
{
    private const int Size = 224;
    private const int Classes = 1000;

    public static byte[] Model()
    {
        var (graph, random) = (new GraphBuilder(), new Random(1));
        var image = graph.Input("image", ElementType.UInt8, 1, 3, Size, Size);
        return Model(graph, random, graph.Cast(image, ElementType.Float), Classes);
    }

    /// <summary>A bundle that the service serves: the network over coloured pictures of its size, with everything else of another bundle.</summary>
    /// <param name="folder">Made.</param>
    /// <param name="like">Smoother, temperature and what is ordinary.</param>
    public static void WriteBundle(string folder, ModelBundle like)
    {
        var (graph, random) = (new GraphBuilder(), new Random(1));
        var image = graph.Input("image", ElementType.UInt8, 1, Size, Size, 3);
        var model = Model(graph, random, graph.Transpose(graph.Cast(image, ElementType.Float), 0, 3, 1, 2), like.Manifest.Classes.Count);
        ModelBundle.Write(folder, like.Manifest with
        {
            Name = "resnet18-random", RenderSpec = RenderSpecs.Clinical448 with { Width = Size, Height = Size }, Attention = null, Variants = null, Agreement = [],
            Training = "Random weights: what it answers means nothing, what it costs does.",
        }, model, "Random weights.\n");
    }

    private static byte[] Model(GraphBuilder graph, Random random, GraphValue x, int classes)
    {
        x = graph.Relu(Conv(graph, random, x, 64, 7, 2));
        x = graph.Add(
            "MaxPool", [x], x.Type, [1, 64, 56, 56], NodeAttribute.Of("kernel_shape", [3, 3]), NodeAttribute.Of("strides", [2, 2]),
            NodeAttribute.Of("pads", [1, 1, 1, 1]));
        foreach (var channels in (int[])[64, 128, 256, 512])
            for (var block = 0; block < 2; block++) x = Block(graph, random, x, channels, stride: block == 0 && channels > 64 ? 2 : 1);
        var pooled = graph.Reshape(graph.ReduceMean(x, [2, 3]), 1, 512);
        graph.Output("logits", graph.Gemm(pooled, Weights(graph, random, 512, 512, classes), Weights(graph, random, 512, classes)));
        return graph.ToModel("resnet18");
    }

    private static GraphValue Block(GraphBuilder graph, Random random, GraphValue x, int channels, int stride)
    {
        var y = graph.Relu(Conv(graph, random, x, channels, 3, stride));
        y = Conv(graph, random, y, channels, 3, 1);
        var beside = stride == 1 ? x : Conv(graph, random, x, channels, 1, stride);
        return graph.Relu(graph.Add(y, beside));
    }

    private static GraphValue Conv(GraphBuilder graph, Random random, GraphValue x, int channels, int kernel, int stride)
    {
        var inputs = x.Shape[1] * kernel * kernel;
        return graph.Conv(
            x, Weights(graph, random, inputs, channels, x.Shape[1], kernel, kernel), Weights(graph, random, inputs, channels),
            Convolution.Plane(stride, kernel / 2));
    }

    private static GraphValue Weights(GraphBuilder graph, Random random, int inputs, params int[] shape)
    {
        var scale = Math.Sqrt(2.0 / inputs) * Math.Sqrt(3);
        float[] values = [.. Enumerable.Range(0, shape.Aggregate(1, (product, length) => product * length)).Select(_ => (float)(scale * (2 * random.NextDouble() - 1)))];
        return graph.Initializer(graph.NewName("weight"), shape, values);
    }
}
