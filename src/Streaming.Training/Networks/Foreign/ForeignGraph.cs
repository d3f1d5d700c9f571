using System.Runtime.InteropServices;
using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>Writes the part of a model that leads to its features into a graph of ours, node by node, weights as parameters.</summary>
/// <param name="needed">Values that lead to the features.</param>
/// <param name="weight">A parameter or constant for a name; null: the constant as the file has it.</param>
/// <param name="statistics">Measures batch normalisations; null: they keep theirs.</param>
internal sealed class ForeignGraph(
    TracedModel traced, NetworkBuild build, HashSet<string> needed, Func<string, GraphValue?> weight, OwnStatistics? statistics)
{
    private static readonly string[] s_withSubgraphs = ["If", "Loop", "Scan"];

    private readonly Dictionary<string, GraphValue> _values = [];

    /// <summary>The features [batch, …] of an image as the model takes it.</summary>
    public GraphValue Append(GraphValue image, string features)
    {
        _values[traced.Model.Input.Name] = image;
        foreach (var node in traced.Model.Graph.Node)
            if (node.Output.Any(output => needed.Contains(output) && !traced.IsFixed(output))) Append(node);
        return _values[features];
    }

    private void Append(NodeProto node)
    {
        GraphValue?[] inputs = [.. node.Input.Select(name => name.Length == 0 ? null : Value(name))];
        if (node.OpType is "Identity" or "Dropout")
        {
            _values[node.Output[0]] = inputs[0]!;
            return;
        }
        if (node.Domain is not ("" or "ai.onnx") || s_withSubgraphs.Contains(node.OpType))
        {
            var full = node.Domain.Length > 0 ? $"{node.Domain}::{node.OpType}" : node.OpType;
            throw new NotSupportedException($"Operator {full} (node {NameOf(node)}) is not supported.");
        }
        if (node.OpType is "Softmax" or "LogSoftmax" && traced.Model.OperatorSet < 13)
        {
            _values[node.Output[0]] = FlatSoftmax(node, inputs[0]!);
            return;
        }
        if (node.OpType == "BatchNormalization" && statistics is not null)
        {
            _values[node.Output[0]] = statistics.Append(build.Graph, node, inputs[0]!, inputs[1]!, inputs[2]!);
            return;
        }
        int[][] shapes = [.. node.Output.Where(name => name.Length > 0).Select(name => traced[name].Shape)];
        var (upgraded, attributes) = OperatorUpgrade.Of(build.Graph, node, inputs, shapes);
        if (Kernel(node) is { } kernel)
            attributes = OperatorUpgrade.WithPadding(node, attributes, inputs[0]!.Shape, shapes[0], kernel);
        var emitted = build.Graph.AddNamedNode(NameOf(node), node.OpType, upgraded, attributes);
        var count = node.OpType == "Split" ? node.Output.Count : 1; // further outputs serve training elsewhere
        foreach (var output in node.Output.Take(count))
            _values[output] = build.Graph.AddOutput(emitted, (ElementType)traced[output].ElementType, traced[output].Shape);
    }

    // Until operator set 12 the axes behind the given one were taken as one.
    private GraphValue FlatSoftmax(NodeProto node, GraphValue x)
    {
        var graph = build.Graph;
        var axis = Shapes.Axis((int)(node.Attribute.FirstOrDefault(attribute => attribute.Name == "axis")?.I ?? 1), x.Rank);
        var rows = graph.Reshape(x, Shapes.Count(x.Shape[..axis]), Shapes.Count(x.Shape[axis..]));
        return graph.Reshape(node.OpType == "Softmax" ? graph.Softmax(rows) : graph.LogSoftmax(rows), x.Shape);
    }

    private int[]? Kernel(NodeProto node) => node.OpType switch
    {
        "Conv" or "ConvTranspose" => traced[node.Input[1]].Shape[2..],
        "MaxPool" or "AveragePool" => [.. node.Attribute.First(attribute => attribute.Name == "kernel_shape").Ints.Select(value => (int)value)],
        _ => null,
    };

    private GraphValue Value(string name)
    {
        if (!_values.TryGetValue(name, out var value)) _values[name] = value = weight(name) ?? Constant(build.Graph, name, traced[name]);
        return value;
    }

    private static string NameOf(NodeProto node) => node.Name.Length > 0 ? node.Name : node.Output[0];

    public static GraphValue Constant(GraphBuilder graph, string name, TracedValue value) =>
        graph.Constant($"net/{name}", (ElementType)value.ElementType, value.Shape, value.Content!, Integers(value));

    private static long[]? Integers(TracedValue value) => (ElementType)value.ElementType switch
    {
        ElementType.Int64 => MemoryMarshal.Cast<byte, long>(value.Content).ToArray(),
        ElementType.Int32 => [.. MemoryMarshal.Cast<byte, int>(value.Content).ToArray().Select(element => (long)element)],
        _ => null,
    };
}
