using System.Numerics;
using System.Runtime.InteropServices;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Optimising;

/// <summary>
/// Which numbers a convolution along one axis multiplies together with which: the mean of v·vᵀ over the windows v it reads, ordered as its weights are.
/// An error of one weight can be made good by others that read alike.
/// </summary>
internal static class InputMoments
{
    private const int WindowStride = 3; // windows that are looked at; no divisor of the layers' strides

    /// <returns>By the node's name; nodes that are no plain convolutions along one axis are not in it.</returns>
    public static Dictionary<string, double[,]> Of(
        ModelProto model, IReadOnlyList<byte[]> pictures, IEnumerable<NodeProto> nodes, CancellationToken cancellationToken)
    {
        var edit = new GraphEdit(model);
        NodeProto[] plain = [.. nodes.Where(node => IsPlain(edit, node))];
        Dictionary<string, float[][]> sums = plain.ToDictionary(node => node.Name, node => Square(Window(edit, node)));
        ILookup<string, NodeProto> readers = plain.ToLookup(node => node.Input[0]);
        Calibration.Read(model, pictures, [.. readers.Select(group => group.Key)], (value, content, shape) =>
        {
            foreach (NodeProto node in readers[value]) Add(sums[node.Name], content, shape, edit.Constant(node.Input[1])!, Stride(node));
        }, cancellationToken);
        return sums.ToDictionary(pair => pair.Key, pair => Damped(pair.Value));
    }

    private static bool IsPlain(GraphEdit edit, NodeProto node) =>
        node.OpType == "Conv" && edit.Constant(node.Input[1])!.Dims.Count == 3
        && node.Attribute.All(attribute => attribute.Name != "group" || attribute.I == 1)
        && node.Attribute.All(attribute => attribute.Name != "dilations" || attribute.Ints.All(step => step == 1));

    private static int Window(GraphEdit edit, NodeProto node) => (int)edit.Constant(node.Input[1])!.Dims.Skip(1).Aggregate(1L, (product, length) => product * length);

    private static int Stride(NodeProto node) => (int)(node.Attribute.FirstOrDefault(attribute => attribute.Name == "strides")?.Ints[0] ?? 1);

    private static float[][] Square(int size) => [.. Enumerable.Range(0, size).Select(_ => new float[size])];

    private static void Add(float[][] sums, ReadOnlySpan<float> content, long[] shape, TensorProto weight, int stride)
    {
        (int channels, int length, int width) = ((int)shape[1], (int)shape[2], (int)weight.Dims[2]);
        float[] window = new float[channels * width];
        for (int row = 0; row < shape[0]; row++)
        {
            ReadOnlySpan<float> image = content.Slice(row * channels * length, channels * length);
            for (int start = 0; start + width <= length; start += stride * WindowStride)
            {
                for (int channel = 0; channel < channels; channel++) image.Slice((channel * length) + start, width).CopyTo(window.AsSpan(channel * width));
                Add(sums, window);
            }
        }
    }

    private static void Add(float[][] sums, float[] window)
    {
        for (int i = 0; i < window.Length; i++)
        {
            if (window[i] == 0) continue;
            Span<Vector<float>> wide = MemoryMarshal.Cast<float, Vector<float>>(sums[i].AsSpan());
            ReadOnlySpan<Vector<float>> read = MemoryMarshal.Cast<float, Vector<float>>(window.AsSpan());
            var factor = new Vector<float>(window[i]);
            for (int j = 0; j < wide.Length; j++) wide[j] += factor * read[j];
            for (int j = wide.Length * Vector<float>.Count; j < window.Length; j++) sums[i][j] += window[i] * window[j];
        }
    }

    // A hundredth of the mean on the diagonal: what the pictures hardly show must not decide.
    private static double[,] Damped(float[][] sums)
    {
        double mean = Enumerable.Range(0, sums.Length).Average(i => (double)sums[i][i]);
        double[,] moments = new double[sums.Length, sums.Length];
        for (int i = 0; i < sums.Length; i++)
        {
            for (int j = 0; j < sums.Length; j++) moments[i, j] = (sums[i][j] / Math.Max(mean, 1e-12)) + (i == j ? 0.01 : 0);
        }

        return moments;
    }
}
