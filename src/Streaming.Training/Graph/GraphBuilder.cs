using System.Runtime.InteropServices;
using Google.Protobuf;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Graph;

/// <summary>
/// Builds an ONNX graph with static shapes: each operator is a method that infers its output's shape and adds one node.
/// Gradients appends the backward pass to the same graph as ordinary nodes.
/// </summary>
internal sealed partial class GraphBuilder
{
    // Opset 20: Gelu as one operator, reduction axes as inputs throughout, Pad with negative widths.
    private const int OperatorSetVersion = 20;
    private const int IntermediateRepresentationVersion = 9;

    private readonly List<GraphNode> _nodes = [];
    private readonly List<GraphValue> _inputs = [];
    private readonly List<GraphValue> _outputs = [];
    private readonly List<TensorProto> _initializers = [];
    private readonly Dictionary<string, GraphValue> _constants = [];
    private int _nextValue;

    public IReadOnlyList<GraphNode> Nodes => _nodes;

    /// <summary>Prefix of the names of the nodes added next, so that profiles and messages name the part of the network.</summary>
    public string Scope { get; set; } = "graph";

    public GraphValue Input(string name, ElementType type, params int[] shape)
    {
        var value = new GraphValue(name, type, shape);
        _inputs.Add(value);
        return value;
    }

    /// <summary>Names a value as an output of the model.</summary>
    public GraphValue Output(string name, GraphValue value)
    {
        var output = new GraphValue(name, value.Type, value.Shape);
        var node = new GraphNode(name, "Identity", [value], []);
        node.Outputs.Add(output);
        _nodes.Add(node);
        _outputs.Add(output);
        return output;
    }

    /// <summary>A constant tensor stored in the model.</summary>
    public GraphValue Initializer(string name, int[] shape, ReadOnlySpan<float> values)
    {
        if (values.Length != Shapes.Count(shape))
        {
            throw new ArgumentException($"Initializer {name} of shape {Shapes.Text(shape)} was given {values.Length} values.");
        }

        AddInitializer(name, ElementType.Float, shape, MemoryMarshal.AsBytes(values));
        return new GraphValue(name, ElementType.Float, shape);
    }

    /// <summary>A constant of any element type as its bytes.</summary>
    /// <param name="integers">Its contents where they are integers.</param>
    public GraphValue Constant(string name, ElementType type, int[] shape, ReadOnlySpan<byte> content, long[]? integers)
    {
        AddInitializer(name, type, shape, content);
        return new GraphValue(name, type, shape) { Integers = integers };
    }

    public GraphValue Scalar(float value) => Shared($"float:{BitConverter.SingleToInt32Bits(value):x8}", name => Initializer(name, [], [value]));

    public GraphValue Zeros(params int[] shape) =>
        Shared($"zeros:{string.Join('x', shape)}", name => Initializer(name, shape, new float[Shapes.Count(shape)]));

    /// <summary>A constant vector of integers, as axes, shapes and starts are given.</summary>
    public GraphValue Integers(params ReadOnlySpan<int> values)
    {
        long[] wide = [.. values.ToArray().Select(value => (long)value)];
        return Shared($"long:{string.Join(',', wide)}", name =>
        {
            AddInitializer(name, ElementType.Int64, [wide.Length], MemoryMarshal.AsBytes<long>(wide));
            return new GraphValue(name, ElementType.Int64, [wide.Length]) { Integers = wide };
        });
    }

    /// <summary>Adds a node of one output.</summary>
    public GraphValue Add(string operatorType, GraphValue?[] inputs, ElementType type, int[] shape, params AttributeProto[] attributes)
    {
        GraphNode node = AddNode(operatorType, inputs, attributes);
        return AddOutput(node, type, shape);
    }

    /// <summary>A node with a name of its own, as a file gave it.</summary>
    public GraphNode AddNamedNode(string name, string operatorType, GraphValue?[] inputs, params AttributeProto[] attributes)
    {
        var node = new GraphNode(name, operatorType, inputs, attributes);
        _nodes.Add(node);
        return node;
    }

    public GraphNode AddNode(string operatorType, GraphValue?[] inputs, params AttributeProto[] attributes)
    {
        var node = new GraphNode($"{Scope}/{operatorType}_{_nodes.Count}", operatorType, inputs, attributes);
        _nodes.Add(node);
        return node;
    }

    /// <summary>Gives a node its next output.</summary>
    public GraphValue AddOutput(GraphNode node, ElementType type, int[] shape)
    {
        var value = new GraphValue($"v{_nextValue++}", type, shape);
        node.Outputs.Add(value);
        return value;
    }

    /// <summary>A name no other value has.</summary>
    public string NewName(string kind) => $"{kind}{_nextValue++}";

    public byte[] ToModel(string graphName)
    {
        var graph = new GraphProto { Name = graphName };
        graph.Node.Add(_nodes.Select(node => node.ToProto()));
        graph.Initializer.Add(_initializers);
        graph.Input.Add(_inputs.Select(ToProto));
        graph.Output.Add(_outputs.Select(ToProto));
        var model = new ModelProto { IrVersion = IntermediateRepresentationVersion, ProducerName = "streaming", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Version = OperatorSetVersion });
        return model.ToByteArray();
    }

    private static ValueInfoProto ToProto(GraphValue value)
    {
        var shape = new TensorShapeProto();
        shape.Dim.Add(value.Shape.Select(dimension => new TensorShapeProto.Types.Dimension { DimValue = dimension }));
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)value.Type, Shape = shape };
        return new ValueInfoProto { Name = value.Name, Type = new TypeProto { TensorType = tensor } };
    }

    private void AddInitializer(string name, ElementType type, int[] shape, ReadOnlySpan<byte> content)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = ByteString.CopyFrom(content) };
        tensor.Dims.Add(shape.Select(dimension => (long)dimension));
        _initializers.Add(tensor);
    }

    private GraphValue Shared(string key, Func<string, GraphValue> create)
    {
        if (!_constants.TryGetValue(key, out GraphValue? value))
        {
            value = create($"c{_constants.Count}");
            _constants.Add(key, value);
        }

        return value;
    }
}
