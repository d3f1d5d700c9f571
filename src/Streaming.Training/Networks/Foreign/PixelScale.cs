using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>What a network expects of a pixel, 0 to 255 in the picture: (pixel / 255 − mean) / deviation, by channel.</summary>
internal sealed record PixelScale(string Name, float[] Mean, float[] Deviation)
{
    /// <summary>−1 to 1.</summary>
    public static PixelScale Half { get; } = new("half", [0.5f], [0.5f]);

    /// <summary>0 to 1.</summary>
    public static PixelScale Unit { get; } = new("unit", [0], [1]);

    /// <summary>0 to 255: the file itself scales.</summary>
    public static PixelScale Raw { get; } = new("raw", [0], [1 / 255f]);

    /// <summary>Mean 0 and deviation 1 over photographs.</summary>
    public static PixelScale ImageNet { get; } = new("imagenet", [0.485f, 0.456f, 0.406f], [0.229f, 0.224f, 0.225f]);

    public static IReadOnlyList<PixelScale> All { get; } = [Half, Unit, Raw, ImageNet];

    /// <summary>The file says nothing of it, unless its first steps scale pixels: a large divisor or offset takes bytes, a small one 0 to 1.
    /// Else the commonest, −1 to 1.</summary>
    public static PixelScale Infer(TracedModel traced)
    {
        var value = traced.Model.Input.Name;
        if (traced.Model.Input.ElementType == (int)ElementType.UInt8) return Raw;
        while (traced.Model.Graph.Node.FirstOrDefault(node => node.Input.Contains(value)) is { } node)
        {
            if (node.OpType is "Sub" or "Div" or "Mul" or "Add") return Scaling(traced, node);
            if (node.OpType is not ("Identity" or "Cast" or "Transpose")) break;
            value = node.Output[0];
        }
        return Half;
    }

    /// <summary>Bytes [batch, height, width(, 3)] as floats the network expects, in its order of axes.</summary>
    public GraphValue Append(GraphBuilder graph, GraphValue image, ForeignInput input)
    {
        var (batch, height, width) = (image.Shape[0], image.Shape[1], image.Shape[2]);
        var pixels = graph.Cast(graph.Reshape(image, batch, height, width, image.Rank == 4 ? image.Shape[3] : 1), ElementType.Float);
        if (pixels.Shape[3] > input.Channels) pixels = graph.ReduceMean(pixels, [3], keepDimensions: true);
        if (pixels.Shape[3] < input.Channels) pixels = graph.Expand(pixels, batch, height, width, input.Channels);
        if (!input.ChannelsLast) pixels = graph.Transpose(pixels, 0, 3, 1, 2);
        var (mean, deviation) = (Fit(Mean, input.Channels), Fit(Deviation, input.Channels));
        int[] shape = input.ChannelsLast ? [input.Channels] : [input.Channels, 1, 1];
        float[] factor = [.. deviation.Select(value => 1 / (255 * value))];
        float[] offset = [.. mean.Select((value, channel) => -value / deviation[channel])];
        return graph.Add(graph.Multiply(pixels, graph.Initializer("pixel.factor", shape, factor)), graph.Initializer("pixel.offset", shape, offset));
    }

    private static float[] Fit(float[] values, int channels) =>
        values.Length == channels ? values : [.. Enumerable.Repeat(values.Average(), channels)];

    private static PixelScale Scaling(TracedModel traced, NodeProto node)
    {
        var constant = node.Input.FirstOrDefault(name => traced.IsFixed(name) && traced[name].ElementType == (int)ElementType.Float);
        if (constant is null) return Half;
        var greatest = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(traced[constant].Content).ToArray().Max(Math.Abs);
        return (node.OpType == "Mul" ? greatest < 0.1f : greatest > 2) ? Raw : Unit;
    }
}
