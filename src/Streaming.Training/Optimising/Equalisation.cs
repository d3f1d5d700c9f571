using Google.Protobuf;
using Streaming.Training.Graph.Onnx;
using System.Runtime.InteropServices;

namespace Streaming.Training.Optimising;

/// <summary>
/// Gives the channels between two convolutions one size, so that one scale fits them all: what leaves through a ReLU is divided channel by channel, and
/// the weights that read it are multiplied by as much. The same function (Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization").
/// </summary>
internal static class Equalisation
{
    /// <param name="strength">0: nothing; 1: all channels as large. Between: less is lost in the weights.</param>
    public static ModelProto Of(ModelProto model, IReadOnlyList<byte[]> pictures, double strength, CancellationToken cancellationToken)
    {
        var edit = new GraphEdit(model);
        (NodeProto First, string Between, NodeProto Second)[] pairs = [.. Pairs(edit)];
        if (strength == 0 || pairs.Length == 0) return edit.Model;
        Dictionary<string, float[]> sizes = Sizes(model, pictures, [.. pairs.Select(pair => pair.Between)], edit, cancellationToken);
        foreach ((NodeProto first, string between, NodeProto second) in pairs)
        {
            double mean = sizes[between].Average(size => Math.Log(size));
            float[] factors = [.. sizes[between].Select(size => (float)Math.Exp(strength * (Math.Log(size) - mean)))];
            Scale(edit.Constant(first.Input[1])!, channelAxis: 0, factors, divide: true);
            if (first.Input.Count > 2) Scale(edit.Constant(first.Input[2])!, channelAxis: 0, factors, divide: true);
            Scale(edit.Constant(second.Input[1])!, channelAxis: 1, factors, divide: false);
        }

        return edit.Model;
    }

    private static IEnumerable<(NodeProto First, string Between, NodeProto Second)> Pairs(GraphEdit edit)
    {
        foreach (NodeProto first in edit.Nodes.Where(node => IsPlain(edit, node)))
        {
            if (edit.OnlyConsumer(first.Output[0]) is { OpType: "Relu" } relu && edit.OnlyConsumer(relu.Output[0]) is { } second && IsPlain(edit, second))
                yield return (first, relu.Output[0], second);
        }
    }

    private static bool IsPlain(GraphEdit edit, NodeProto node) =>
        node.OpType == "Conv" && edit.Constant(node.Input[1]) is not null
        && node.Attribute.All(attribute => attribute.Name != "group" || attribute.I == 1);

    // The root mean square of each channel: noise is small or large beside that.
    private static Dictionary<string, float[]> Sizes(
        ModelProto model, IReadOnlyList<byte[]> pictures, IReadOnlyList<string> values, GraphEdit edit, CancellationToken cancellationToken)
    {
        Dictionary<string, double[]> sums = values.ToDictionary(
            value => value, value => new double[edit.Constant(edit.Producer(edit.Producer(value)!.Input[0])!.Input[1])!.Dims[0]]);
        Calibration.Read(model, pictures, values, (value, found, shape) =>
        {
            int inner = found.Length / (int)(shape[0] * shape[1]);
            for (int i = 0; i < found.Length; i++) sums[value][i / inner % sums[value].Length] += (double)found[i] * found[i];
        }, cancellationToken);
        return sums.ToDictionary(pair => pair.Key, pair => pair.Value.Select(sum => (float)Math.Sqrt(Math.Max(sum, 1e-9))).ToArray());
    }

    private static void Scale(TensorProto tensor, int channelAxis, float[] factors, bool divide)
    {
        float[] values = GraphEdit.Floats(tensor);
        int inner = (int)tensor.Dims.Skip(channelAxis + 1).Aggregate(1L, (product, length) => product * length);
        for (int i = 0; i < values.Length; i++)
        {
            float factor = factors[i / inner % factors.Length];
            values[i] = divide ? values[i] / factor : values[i] * factor;
        }

        tensor.FloatData.Clear();
        tensor.RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
    }
}
