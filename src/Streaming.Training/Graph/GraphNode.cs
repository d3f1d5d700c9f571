using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Graph;

/// <summary>One operator of a graph with its tensors and attributes.</summary>
internal sealed class GraphNode(string name, string operatorType, GraphValue?[] inputs, AttributeProto[] attributes)
{
    public string Name { get; } = name;

    public string OperatorType { get; } = operatorType;

    /// <summary>In the operator's order; null where an optional input is left out.</summary>
    public GraphValue?[] Inputs { get; } = inputs;

    /// <summary>A gradient rule may append an optional output that only the backward pass reads.</summary>
    public List<GraphValue> Outputs { get; } = [];

    public GraphValue Output => Outputs[0];

    public GraphValue Input(int index) => Inputs[index]
        ?? throw new InvalidOperationException($"Node {Name} ({OperatorType}) has no input {index}.");

    public int Int(string attribute, int fallback) => Find(attribute) is { } found ? (int)found.I : fallback;

    public float Float(string attribute, float fallback) => Find(attribute)?.F ?? fallback;

    public int[] Ints(string attribute, int[] fallback) => Find(attribute) is { } found ? [.. found.Ints.Select(value => (int)value)] : fallback;

    public string Text(string attribute, string fallback) => Find(attribute) is { } found ? found.S.ToStringUtf8() : fallback;

    public NodeProto ToProto()
    {
        var proto = new NodeProto { Name = Name, OpType = OperatorType };
        proto.Input.Add(Inputs.Select(input => input?.Name ?? string.Empty));
        proto.Output.Add(Outputs.Select(output => output.Name));
        proto.Attribute.Add(attributes);
        return proto;
    }

    private AttributeProto? Find(string attribute) => Array.Find(attributes, candidate => candidate.Name == attribute);
}
