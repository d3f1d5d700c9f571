using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>Brings a node of an older operator set into the form that GraphBuilder writes: what were attributes became inputs.</summary>
internal static class OperatorUpgrade
{
    private static readonly string[] s_reductions =
        ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd",
        "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp"];

    /// <summary>Inputs and attributes as operator set 20 has them.</summary>
    public static (GraphValue?[] Inputs, AttributeProto[] Attributes) Of(GraphBuilder graph, NodeProto node, GraphValue?[] inputs, int[][] outputs)
    {
        List<AttributeProto> kept = [.. node.Attribute];
        GraphValue?[] after = node.OpType switch
        {
            "Squeeze" or "Unsqueeze" => [inputs[0], .. AsIntegers("axes", 1)],
            "Slice" when inputs.Length == 1 => [inputs[0], .. AsIntegers("starts", 1), .. AsIntegers("ends", 2), .. AsIntegers("axes", 3)],
            "Pad" when inputs.Length == 1 => [inputs[0], .. AsIntegers("pads", 1), .. AsScalar("value", 2)],
            "Clip" => [inputs[0], .. AsScalar("min", 1), .. AsScalar("max", 2)],
            "Split" => [inputs[0], graph.Integers([.. outputs.Select(shape => shape[Shapes.Axis(Int("axis", 0), shape.Length)])])],
            _ when s_reductions.Contains(node.OpType) => [inputs[0], .. AsIntegers("axes", 1)],
            _ => inputs,
        };
        Tidy();
        return (after, [.. kept]);

        int Int(string name, int fallback) => (int)(node.Attribute.FirstOrDefault(attribute => attribute.Name == name)?.I ?? fallback);

        AttributeProto? Take(string name)
        {
            var found = kept.Find(attribute => attribute.Name == name);
            if (found is not null) kept.Remove(found);
            return found;
        }

        IEnumerable<GraphValue?> AsIntegers(string name, int input)
        {
            if (input < inputs.Length) return [inputs[input]];
            if (Take(name) is not { } found) return [];
            return [graph.Integers([.. found.Ints.Select(value => (int)Math.Clamp(value, int.MinValue, int.MaxValue))])];
        }

        IEnumerable<GraphValue?> AsScalar(string name, int input)
        {
            if (input < inputs.Length) return [inputs[input]];
            return Take(name) is { } found ? [graph.Scalar(found.F)] : [null];
        }

        void Tidy()
        {
            string[] dropped = node.OpType switch
            {
                "BatchNormalization" => ["momentum", "spatial", "is_test", "training_mode", "consumed_inputs"],
                "Split" => ["split", "num_outputs"],
                "Gemm" => ["broadcast"],
                "MaxPool" or "AveragePool" or "Conv" or "ConvTranspose" => ["auto_pad"],
                _ => [],
            };
            kept.RemoveAll(attribute => dropped.Contains(attribute.Name));
        }
    }

    /// <summary>Padding spelt out where the file says only "same" or "valid".</summary>
    public static AttributeProto[] WithPadding(NodeProto node, AttributeProto[] attributes, int[] input, int[] output, int[] kernel)
    {
        var auto = node.Attribute.FirstOrDefault(attribute => attribute.Name == "auto_pad")?.S.ToStringUtf8() ?? "NOTSET";
        var shown = attributes.Any(attribute => attribute.Name == "kernel_shape")
            ? attributes
            : [.. attributes, NodeAttribute.Of("kernel_shape", kernel)];
        if (auto is "NOTSET" or "VALID") return shown;
        int[] Ints(string name) => attributes.FirstOrDefault(attribute => attribute.Name == name) is { } found
            ? [.. found.Ints.Select(value => (int)value)]
            : [.. kernel.Select(_ => 1)];
        var (strides, dilations) = (Ints("strides"), Ints("dilations"));
        int[] total = [.. kernel.Select((width, axis) =>
            Math.Max(0, ((output[axis + 2] - 1) * strides[axis]) + (dilations[axis] * (width - 1)) + 1 - input[axis + 2]))];
        int[] less = [.. total.Select(width => width / 2)];
        int[] more = [.. total.Select((width, axis) => width - less[axis])];
        int[] pads = auto == "SAME_LOWER" ? [.. more, .. less] : [.. less, .. more];
        return [.. shown.Where(attribute => attribute.Name != "pads"), NodeAttribute.Of("pads", pads)];
    }
}
