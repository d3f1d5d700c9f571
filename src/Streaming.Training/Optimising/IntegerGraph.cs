using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Optimising;

/// <summary>
/// Writes products and convolutions in whole numbers of 8 bits, as pairs of QuantizeLinear and DequantizeLinear that the runtime fuses into its
/// integer kernels. Scales are fixed by calibration, never taken from what is read: an answer depends on its own picture alone. What is not a large
/// product (LayerNormalization, Softmax, additions, the head, a convolution that no ReLU follows) stays in single precision.
/// </summary>
internal sealed class IntegerGraph
{
    // Weights take 7 of the 8 bits: two products of a byte and ±64 still fit the 16 bits in which processors without VNNI add them; with all 8
    // bits they would be cut off there, and the answer would depend on the processor.
    private const int GreatestWeight = 64;

    private readonly GraphEdit _edit;
    private readonly HashSet<string> _chosen;
    private readonly IReadOnlyDictionary<string, QuantisedSpan> _spans;
    private readonly Dictionary<string, (string Value, QuantisedSpan Span)> _quantised = [];

    private readonly IReadOnlyDictionary<string, double[,]> _moments;

    private IntegerGraph(
        GraphEdit edit, HashSet<string> chosen, IReadOnlyDictionary<string, QuantisedSpan> spans, IReadOnlyDictionary<string, double[,]> moments) =>
        (_edit, _chosen, _spans, _moments) = (edit, chosen, spans, moments);

    /// <summary>The graph with the chosen nodes in whole numbers.</summary>
    /// <param name="spans">Of every tensor that <see cref="Points"/> names.</param>
    /// <param name="moments">By node (<see cref="InputMoments"/>); weights of nodes that are not in it are rounded one by one.</param>
    public static ModelProto Of(
        ModelProto model, Func<NodeProto, bool> choose, IReadOnlyDictionary<string, QuantisedSpan> spans, IReadOnlyDictionary<string, double[,]> moments)
    {
        var edit = new GraphEdit(model);
        return new IntegerGraph(edit, [.. Chosen(edit, choose).Select(node => node.Name)], spans, moments).Write();
    }

    /// <summary>The nodes that are written in whole numbers.</summary>
    public static IReadOnlyList<NodeProto> Nodes(ModelProto model, Func<NodeProto, bool> choose) => [.. Chosen(new GraphEdit(model), choose)];

    /// <summary>The tensors whose span has to be known.</summary>
    public static IReadOnlyList<string> Points(ModelProto model, Func<NodeProto, bool> choose)
    {
        var edit = new GraphEdit(model);
        return [.. Chosen(edit, choose).SelectMany(node => Source(edit, node) is null ? (string[])[node.Input[0], Result(edit, node)] : [Result(edit, node)])
            .Where(name => name.Length > 0).Distinct()];
    }

    // The last product of the graph is its head: few numbers that decide. A convolution without a ReLU makes what the rest goes on with, of either sign:
    // rounding it costs more than it saves (docs/performance-notes.md).
    private static IEnumerable<NodeProto> Chosen(GraphEdit edit, Func<NodeProto, bool> choose)
    {
        NodeProto[] products = [.. edit.Nodes.Where(node => IsProduct(edit, node))];
        return products.SkipLast(1).Where(node => choose(node) && (node.OpType != "Conv" || Result(edit, node).Length > 0));
    }

    private static bool IsProduct(GraphEdit edit, NodeProto node) =>
        node.OpType is "Conv" or "Gemm" or "MatMul"
        && edit.Constant(node.Input[0]) is null && edit.Constant(node.Input[1]) is { DataType: (int)ElementType.Float } weight
        && (node.OpType == "Conv" || weight.Dims.Count == 2)
        && (node.Input.Count < 3 || edit.Constant(node.Input[2]) is { Dims.Count: 1 })
        && node.Attribute.All(attribute => attribute.Name is not ("alpha" or "beta") || attribute.F == 1)
        && node.Attribute.All(attribute => attribute.Name is not ("transA" or "transB") || attribute.I == 0);

    // Bytes that are only turned into numbers are taken as they are.
    private static string? Source(GraphEdit edit, NodeProto node) =>
        edit.Producer(node.Input[0]) is { OpType: "Cast" } cast && cast.Input[0] is var bytes && IsByte(edit, bytes) ? bytes : null;

    private static bool IsByte(GraphEdit edit, string value)
    {
        while (edit.Producer(value) is { OpType: "Reshape" or "Slice" or "Transpose" or "Squeeze" or "Unsqueeze" } moved) value = moved.Input[0];
        return edit.Model.Graph.Input.FirstOrDefault(input => input.Name == value)?.Type.TensorType.ElemType == (int)ElementType.UInt8;
    }

    // What leaves a convolution is quantised behind its ReLU; a product of matrices gives single precision.
    private static string Result(GraphEdit edit, NodeProto node) =>
        node.OpType == "Conv" && edit.OnlyConsumer(node.Output[0]) is { OpType: "Relu" } relu ? relu.Output[0] : "";

    private ModelProto Write()
    {
        HashSet<string> results = [];
        foreach (NodeProto node in _edit.Nodes)
        {
            NodeProto written = node.Clone();
            if (_chosen.Contains(node.Name))
            {
                WriteProduct(node, written);
                if (Result(_edit, node) is { Length: > 0 } result) results.Add(result);
            }
            else
            {
                for (int i = 0; i < written.Input.Count; i++)
                {
                    if (_quantised.TryGetValue(written.Input[i], out var known) && results.Contains(written.Input[i])) written.Input[i] = known.Value;
                }
            }

            _edit.Keep(written);
            if (written.Output.FirstOrDefault(results.Contains) is { } made) Quantise(made);
        }

        return _edit.Finish();
    }

    private void WriteProduct(NodeProto node, NodeProto written)
    {
        (written.Input[0], QuantisedSpan span) = Source(_edit, node) is { } bytes ? Dequantise(bytes, QuantisedSpan.Bytes) : Quantise(node.Input[0]);
        TensorProto weight = _edit.Constant(node.Input[1])!;
        int axis = node.OpType == "Conv" ? 0 : 1;
        (sbyte[] whole, float[] scales) = Weights(node, weight, axis);
        written.Input[1] = Dequantise(_edit.AddConstant<sbyte>(ElementType.Int8, [.. weight.Dims], whole), scales, ElementType.Int8, axis);
        if (node.Input.Count < 3) return;
        float[] biasScales = [.. scales.Select(scale => scale * span.Scale)];
        int[] bias = [.. GraphEdit.Floats(_edit.Constant(node.Input[2])!).Zip(biasScales, (value, scale) => (int)Math.Clamp(Math.Round(value / scale), -1e9, 1e9))];
        written.Input[2] = Dequantise(_edit.AddConstant<int>(ElementType.Int32, [bias.Length], bias), biasScales, ElementType.Int32, 0);
    }

    private (sbyte[] Whole, float[] Scales) Weights(NodeProto node, TensorProto weight, int axis)
    {
        float[] values = GraphEdit.Floats(weight);
        (sbyte[] whole, float[] scales) = QuantisedWeights.Of(values, [.. weight.Dims], axis, GreatestWeight);
        return _moments.TryGetValue(node.Name, out double[,]? moments)
            ? (CompensatedRounding.Round(values, scales, moments, GreatestWeight), scales)
            : (whole, scales);
    }

    private (string Value, QuantisedSpan Span) Quantise(string value)
    {
        if (_quantised.TryGetValue(value, out var known)) return known;
        QuantisedSpan span = _spans[value];
        (string scale, string zero) = (_edit.AddConstant<float>(ElementType.Float, [], [span.Scale]), _edit.AddConstant<byte>(ElementType.UInt8, [], [span.Zero]));
        string bytes = _edit.Add("QuantizeLinear", [value, scale, zero]);
        return _quantised[value] = (_edit.Add("DequantizeLinear", [bytes, scale, zero]), span);
    }

    private (string Value, QuantisedSpan Span) Dequantise(string bytes, QuantisedSpan span)
    {
        if (_quantised.TryGetValue(bytes, out var known)) return known;
        string[] inputs = [bytes, _edit.AddConstant<float>(ElementType.Float, [], [span.Scale]), _edit.AddConstant<byte>(ElementType.UInt8, [], [span.Zero])];
        return _quantised[bytes] = (_edit.Add("DequantizeLinear", inputs), span);
    }

    private string Dequantise(string whole, float[] scales, ElementType type, int axis)
    {
        string zeros = type == ElementType.Int8
            ? _edit.AddConstant<sbyte>(type, [scales.Length], new sbyte[scales.Length])
            : _edit.AddConstant<int>(type, [scales.Length], new int[scales.Length]);
        return _edit.Add(
            "DequantizeLinear", [whole, _edit.AddConstant<float>(ElementType.Float, [scales.Length], scales), zeros], NodeAttribute.Of("axis", axis));
    }
}
