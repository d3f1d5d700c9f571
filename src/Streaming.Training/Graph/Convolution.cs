using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Graph;

/// <summary>The geometry of a convolution, one entry per spatial axis.</summary>
internal sealed record Convolution(int[] Strides, int[] Before, int[] After, int[] Dilations, int Groups)
{
    /// <summary>One spatial axis.</summary>
    public static Convolution Along(int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        new([stride], [padding], [padding], [dilation], groups);

    /// <summary>Two spatial axes treated alike.</summary>
    public static Convolution Plane(int stride = 1, int padding = 0, int dilation = 1, int groups = 1) =>
        new([stride, stride], [padding, padding], [padding, padding], [dilation, dilation], groups);

    /// <summary>One group, and every place meets the kernel once.</summary>
    public bool IsPlain => Groups == 1 && Strides.All(stride => stride == 1) && Before.Concat(After).All(padding => padding == 0);

    public int OutputLength(int axis, int length, int kernel) =>
        ((length + Before[axis] + After[axis] - (Dilations[axis] * (kernel - 1)) - 1) / Strides[axis]) + 1;

    /// <summary>The shortest input that gives this output.</summary>
    public int InputLength(int axis, int outputLength, int kernel) =>
        ((outputLength - 1) * Strides[axis]) + (Dilations[axis] * (kernel - 1)) + 1 - Before[axis] - After[axis];

    public AttributeProto[] Attributes(int[] kernel) =>
    [
        NodeAttribute.Of("kernel_shape", kernel),
        NodeAttribute.Of("strides", Strides),
        NodeAttribute.Of("pads", [.. Before, .. After]),
        NodeAttribute.Of("dilations", Dilations),
        NodeAttribute.Of("group", Groups),
    ];

    public static Convolution Of(GraphNode node)
    {
        int axes = node.Input(0).Rank - 2;
        int[] ones = [.. Enumerable.Repeat(1, axes)];
        int[] pads = node.Ints("pads", new int[2 * axes]);
        return new(node.Ints("strides", ones), pads[..axes], pads[axes..], node.Ints("dilations", ones), node.Int("group", 1));
    }
}
