using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

/// <summary>At least one case for every rule; several where broadcasting, axes or geometry make a difference.</summary>
internal static class RuleCases
{
    public static IReadOnlyList<RuleCase> All { get; } =
    [
        new("Add", "same shape", [[2, 3], [2, 3]], (g, x) => g.Add(x[0], x[1])),
        new("Add", "broadcast both ways", [[2, 1, 3], [4, 1]], (g, x) => g.Add(x[0], x[1])),
        new("Sub", "broadcast", [[3], [2, 3]], (g, x) => g.Subtract(x[0], x[1])),
        new("Mul", "broadcast", [[2, 3], [2, 1]], (g, x) => g.Multiply(x[0], x[1])),
        new("Mul", "by itself", [[5]], (g, x) => g.Multiply(x[0], x[0])),
        new("Div", "broadcast", [[2, 3], [3]], (g, x) => g.Divide(x[0], x[1]), AwayFromZero: true),
        new("Neg", "", [[4]], (g, x) => g.Negate(x[0])),
        new("Identity", "", [[4]], (g, x) => g.Identity(x[0])),
        new("Cast", "float to float", [[4]], (g, x) => g.Cast(x[0], ElementType.Float)),
        new("Relu", "", [[3, 4]], (g, x) => g.Relu(x[0]), AwayFromZero: true),
        new("Gelu", "", [[3, 4]], (g, x) => g.Gelu(g.Multiply(x[0], 2))),
        new("Sqrt", "", [[5]], (g, x) => g.Sqrt(x[0]), Positive: true),
        new("Exp", "", [[5]], (g, x) => g.Exp(x[0])),
        new("Log", "", [[5]], (g, x) => g.Log(x[0]), Positive: true),
        new("Erf", "", [[5]], (g, x) => g.Erf(x[0])),
        new("Tanh", "", [[5]], (g, x) => g.Tanh(x[0])),
        new("Sigmoid", "", [[5]], (g, x) => g.Sigmoid(x[0])),
        new("Where", "broadcast", [[3], [2, 3]], (g, x) => g.Where(g.Less(g.Initializer("mask", [2, 1], [0, 2]), g.Scalar(1)), x[0], x[1])),
        new("Reshape", "", [[2, 6]], (g, x) => g.Reshape(x[0], 3, 4)),
        new("Transpose", "three axes", [[2, 3, 4]], (g, x) => g.Transpose(x[0], 1, 2, 0)),
        new("Expand", "", [[2, 1]], (g, x) => g.Expand(x[0], 3, 2, 4)),
        new("Concat", "unequal parts", [[2, 1], [2, 3]], (g, x) => g.Concat(1, x[0], x[1])),
        new("Split", "a part unused", [[2, 6]], (g, x) => Uneven(g, g.Split(x[0], 1, 1, 2, 3))),
        new("Slice", "middle", [[3, 5]], (g, x) => g.Slice(x[0], 1, 1, 4)),
        new("Pad", "adds and removes", [[3, 4]], (g, x) => g.Pad(x[0], [1, -1], [0, 2])),
        new("Gather", "repeats rows", [[4, 3]], (g, x) => g.Gather(x[0], g.Integers(2, 0, 2), 0)),
        new("Gather", "inner axis", [[2, 4, 3]], (g, x) => g.Gather(x[0], g.Integers(3, 3, 1, 0, 1), 1)),
        new("MatMul", "batched", [[2, 3, 4], [2, 4, 2]], (g, x) => g.MatMul(x[0], x[1])),
        new("MatMul", "left shared by the batch", [[3, 4], [2, 4, 2]], (g, x) => g.MatMul(x[0], x[1])),
        new("MatMul", "right shared by the batch", [[2, 3, 4], [4, 2]], (g, x) => g.MatMul(x[0], x[1])),
        new("MatMul", "leading axis broadcast", [[2, 1, 3, 2], [3, 2, 2]], (g, x) => g.MatMul(x[0], x[1])),
        new("Gemm", "plain with bias", [[3, 4], [4, 2], [2]], (g, x) => g.Gemm(x[0], x[1], x[2], 0.7f)),
        new("Gemm", "left transposed", [[4, 3], [4, 2]], (g, x) => g.Gemm(x[0], x[1], null, 1.5f, transposeLeft: true)),
        new("Gemm", "right transposed", [[3, 4], [2, 4]], (g, x) => g.Gemm(x[0], x[1], transposeRight: true)),
        new("Gemm", "both transposed", [[4, 3], [2, 4]], (g, x) => g.Gemm(x[0], x[1], null, 2, true, true)),
        new("Conv", "strided, padded, with a rest", [[2, 3, 12], [4, 3, 5], [4]],
            (g, x) => g.Conv(x[0], x[1], x[2], Convolution.Along(stride: 3, padding: 2))),
        new("Conv", "grouped", [[2, 4, 9], [6, 2, 3]], (g, x) => g.Conv(x[0], x[1], null, Convolution.Along(padding: 1, groups: 2))),
        new("Conv", "dilated", [[1, 2, 11], [3, 2, 3]], (g, x) => g.Conv(x[0], x[1], null, Convolution.Along(stride: 2, dilation: 2))),
        new("Conv", "two axes", [[2, 2, 5, 6], [3, 2, 3, 3], [3]],
            (g, x) => g.Conv(x[0], x[1], x[2], Convolution.Plane(stride: 2, padding: 1))),
        new("Conv", "two axes, one channel a group", [[1, 3, 5, 5], [3, 1, 2, 2]],
            (g, x) => g.Conv(x[0], x[1], null, Convolution.Plane(groups: 3))),
        new("ReduceSum", "drops axes", [[2, 3, 4]], (g, x) => g.ReduceSum(x[0], [0, 2])),
        new("ReduceMean", "keeps the axis", [[2, 3, 4]], (g, x) => g.ReduceMean(x[0], [-1], keepDimensions: true)),
        new("Softmax", "last axis", [[3, 4]], (g, x) => g.Softmax(g.Multiply(x[0], 2))),
        new("Softmax", "middle axis", [[2, 3, 2]], (g, x) => g.Softmax(x[0], 1)),
        new("LogSoftmax", "last axis", [[3, 4]], (g, x) => g.LogSoftmax(x[0])),
        new("BatchNormalization", "the batch's own statistics", [[4, 2, 3], [2], [2]],
            (g, x) => OwnStatistics(g, x)),
        new("ConvTranspose", "with bias", [[2, 3, 4], [3, 2, 3], [2]],
            (g, x) => g.Add("ConvTranspose", x, ElementType.Float, [2, 2, 9], [.. Convolution.Along(stride: 2).Attributes([3])])),
        new("LayerNormalization", "three axes", [[2, 3, 6], [6], [6]], (g, x) => g.LayerNormalization(x[0], x[1], x[2])),
    ];

    private static GraphValue OwnStatistics(GraphBuilder graph, GraphValue[] x)
    {
        GraphNode node = graph.AddNode("BatchNormalization", [x[0], x[1], x[2], graph.Zeros(2), graph.Zeros(2)], NodeAttribute.Of("training_mode", 1));
        GraphValue result = graph.AddOutput(node, ElementType.Float, x[0].Shape);
        graph.AddOutput(node, ElementType.Float, [2]); // the running statistics, updated
        graph.AddOutput(node, ElementType.Float, [2]);
        return result;
    }

    private static GraphValue Uneven(GraphBuilder graph, GraphValue[] parts) =>
        graph.Concat(1, parts[2], graph.Multiply(parts[0], parts[0]));
}
