using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>Tells the weights of a model from its other constants, by where they are used: the 3 and 6 of a hard swish must stay.</summary>
internal static class WeightRoles
{
    private const int Float = 1;

    /// <summary>By name, of the nodes that lead to the features.</summary>
    public static IReadOnlyDictionary<string, WeightRole> Of(TracedModel traced, HashSet<string> needed)
    {
        var roles = new Dictionary<string, WeightRole>();
        var learnt = new HashSet<string>(); // values behind a first weight; before it there is only scaling of pixels
        foreach (var node in traced.Model.Graph.Node.Where(node => node.Output.Any(needed.Contains)))
        {
            for (var input = 0; input < node.Input.Count; input++)
            {
                var name = node.Input[input];
                if (name.Length == 0 || !traced.IsFixed(name) || traced[name].ElementType != Float) continue;
                if (Role(traced, node, input, node.Input.Any(learnt.Contains)) is { } role) roles.TryAdd(name, role);
            }
            if (node.Input.Any(name => roles.ContainsKey(name) || learnt.Contains(name))) learnt.UnionWith(node.Output);
        }
        return roles;
    }

    private static WeightRole? Role(TracedModel traced, NodeProto node, int input, bool behindWeights)
    {
        var shape = traced[node.Input[input]].Shape;
        return (node.OpType, input) switch
        {
            ("Conv", 1) => new(ParameterKind.Weight, Shapes.Count(shape[1..]), Matrix(shape, node)),
            ("ConvTranspose", 1) => new(ParameterKind.Weight, shape[0], null),
            ("Gemm", 1) when shape.Length == 2 => Product(shape, TurnsWeight(node) ? 1 : 0),
            ("MatMul", 1) when shape.Length == 2 => Product(shape, 0),
            ("MatMul", 0 or 1) when shape.Length > 2 => new(ParameterKind.Weight, shape[^2], null),
            ("Conv" or "ConvTranspose" or "Gemm", 2) => Vector(ParameterKind.Bias),
            ("BatchNormalization" or "LayerNormalization", 1) => Vector(ParameterKind.Scale),
            ("BatchNormalization" or "LayerNormalization", 2) => Vector(ParameterKind.Bias),
            ("Add", _) when behindWeights && Shapes.Count(shape) > 1 => Vector(shape.Length > 1 && shape.Count(length => length > 1) > 1
                ? ParameterKind.Embedding : ParameterKind.Bias),
            ("Mul", _) when behindWeights && Shapes.Count(shape) > 1 => Vector(ParameterKind.Scale),
            ("Gather", 0) when shape.Length == 2 => Vector(ParameterKind.Embedding),
            _ => null,
        };
    }

    private static bool TurnsWeight(NodeProto node) => node.Attribute.Any(attribute => attribute.Name == "transB" && attribute.I != 0);

    private static WeightRole Vector(ParameterKind kind) => new(kind, 1, null);

    private static WeightRole Product(int[] shape, int inputs) => new(ParameterKind.Weight, shape[inputs], (shape[0], shape[1]));

    // A convolution over single pixels is a matrix.
    private static (int, int)? Matrix(int[] shape, NodeProto node) =>
        Shapes.Count(shape[2..]) == 1 && node.Attribute.All(attribute => attribute.Name != "group" || attribute.I == 1) ? (shape[0], shape[1]) : null;
}
