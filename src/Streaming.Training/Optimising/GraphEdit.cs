using System.Runtime.InteropServices;
using Google.Protobuf;
using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Optimising;

/// <summary>A copy of a graph under change: its nodes are handed over one by one in order, and new ones put between them.</summary>
internal sealed class GraphEdit
{
    private readonly Dictionary<string, TensorProto> _constants;
    private readonly List<NodeProto> _nodes = [];
    private readonly Dictionary<string, NodeProto> _producers;
    private readonly ILookup<string, NodeProto> _consumers;
    private int _next;

    public GraphEdit(ModelProto model)
    {
        Model = model.Clone();
        _constants = Model.Graph.Initializer.ToDictionary(tensor => tensor.Name);
        _producers = Model.Graph.Node.SelectMany(node => node.Output.Select(name => (name, node))).ToDictionary(pair => pair.name, pair => pair.node);
        _consumers = Model.Graph.Node.SelectMany(node => node.Input.Select(name => (name, node))).ToLookup(pair => pair.name, pair => pair.node);
        Nodes = [.. Model.Graph.Node];
    }

    public ModelProto Model { get; }

    /// <summary>As they were, in order.</summary>
    public IReadOnlyList<NodeProto> Nodes { get; }

    public TensorProto? Constant(string name) => _constants.GetValueOrDefault(name);

    public NodeProto? Producer(string value) => _producers.GetValueOrDefault(value);

    /// <summary>The one node that reads a value; null: several, or none.</summary>
    public NodeProto? OnlyConsumer(string value) => _consumers[value].Count() == 1 ? _consumers[value].First() : null;

    public void Keep(NodeProto node) => _nodes.Add(node);

    /// <summary>Adds a node of one output; its name.</summary>
    public string Add(string operatorType, IEnumerable<string> inputs, params AttributeProto[] attributes)
    {
        string name = $"q{_next++}";
        var node = new NodeProto { Name = $"{operatorType}_{name}", OpType = operatorType };
        node.Input.Add(inputs);
        node.Output.Add(name);
        node.Attribute.Add(attributes);
        _nodes.Add(node);
        return name;
    }

    public string AddConstant<T>(ElementType type, long[] shape, ReadOnlySpan<T> values)
        where T : unmanaged
    {
        var tensor = new TensorProto { Name = $"k{_next++}", DataType = (int)type, RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes(values)) };
        tensor.Dims.Add(shape);
        _constants.Add(tensor.Name, tensor);
        return tensor.Name;
    }

    /// <summary>The graph of the nodes kept and added; constants that none of them reads are left out.</summary>
    public ModelProto Finish()
    {
        Model.Graph.Node.Clear();
        Model.Graph.Node.Add(_nodes);
        HashSet<string> read = [.. _nodes.SelectMany(node => node.Input)];
        Model.Graph.Initializer.Clear();
        Model.Graph.Initializer.Add(_constants.Values.Where(tensor => read.Contains(tensor.Name)));
        Model.Graph.ValueInfo.Clear();
        return Model;
    }

    public static float[] Floats(TensorProto tensor) => tensor.RawData.Length > 0
        ? MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray()
        : [.. tensor.FloatData];
}
