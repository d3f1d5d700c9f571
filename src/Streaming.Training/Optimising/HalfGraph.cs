using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Optimising;

/// <summary>
/// Writes a graph in half precision. Sensitive nodes stay in single precision, with a Cast at every border: LayerNormalization, Softmax, sums and means
/// over axes, the last product (the head), and whatever makes an output of the graph.
/// </summary>
internal sealed class HalfGraph
{
    private static readonly HashSet<string> s_sensitive =
        ["LayerNormalization", "Softmax", "LogSoftmax", "ReduceMean", "ReduceSum", "Exp", "Log", "Pow", "BatchNormalization", "InstanceNormalization", "Resize"];

    private readonly GraphEdit _edit;
    private readonly GraphProbe _probe;
    private readonly HashSet<string> _single = []; // nodes
    private readonly HashSet<string> _halves = []; // values that are of half precision now
    private readonly Dictionary<(string Value, bool Half), string> _casts = [];

    private HalfGraph(ModelProto model, GraphProbe probe)
    {
        (_edit, _probe) = (new GraphEdit(model), probe);
        HashSet<string> outputs = [.. model.Graph.Output.Select(output => output.Name)];
        _single.UnionWith(_edit.Nodes.Where(node => s_sensitive.Contains(node.OpType) || node.Output.Any(outputs.Contains)).Select(node => node.Name));
        if (_edit.Nodes.LastOrDefault(node => node.OpType is "Gemm" or "MatMul") is { } head) _single.Add(head.Name);
    }

    public static ModelProto Of(ModelProto model)
    {
        using var probe = new GraphProbe(model);
        return new HalfGraph(model, probe).Write();
    }

    private ModelProto Write()
    {
        foreach (NodeProto node in _edit.Nodes)
        {
            NodeProto written = node.Clone();
            bool half = !_single.Contains(node.Name);
            for (int i = 0; i < written.Input.Count; i++)
            {
                written.Input[i] = As(written.Input[i], half);
            }

            if (half && written.OpType == "Cast" && written.Attribute.First(attribute => attribute.Name == "to") is { I: (int)ElementType.Float } to)
            {
                to.I = (int)ElementType.Float16;
            }

            if (half) _halves.UnionWith(written.Output.Where(_probe.IsFloat));
            _edit.Keep(written);
        }

        return _edit.Finish();
    }

    /// <summary>A value in the precision that a node works in.</summary>
    private string As(string value, bool half)
    {
        TensorProto? constant = _edit.Constant(value);
        bool isFloat = constant is null ? _probe.IsFloat(value) : constant.DataType == (int)ElementType.Float;
        if (!isFloat || (constant is null && _halves.Contains(value) == half) || (constant is not null && !half)) return value;
        if (_casts.TryGetValue((value, half), out string? known)) return known;
        return _casts[(value, half)] = constant is not null
            ? _edit.AddConstant<Half>(ElementType.Float16, [.. constant.Dims], [.. GraphEdit.Floats(constant).Select(number => (Half)number)])
            : _edit.Add("Cast", [value], NodeAttribute.Of("to", (int)(half ? ElementType.Float16 : ElementType.Float)));
    }
}
