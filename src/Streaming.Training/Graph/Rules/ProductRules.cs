namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of the matrix products.</summary>
internal static class ProductRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["MatMul"] = MatMul,
        ["Gemm"] = Gemm,
    };

    /// <summary>The transpositions are written out; the runtime fuses them into the product.</summary>
    private static GraphValue?[] MatMul(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        (GraphValue left, GraphValue right) = (step.Input(0), step.Input(1));
        return
        [
            step.If(0, () => graph.SumTo(graph.MatMul(step.Gradient, graph.TransposeMatrix(right)), left.Shape)),
            step.If(1, () => right.Rank == 2 ? ByWeight(graph, left, step.Gradient)
                : graph.SumTo(graph.MatMul(graph.TransposeMatrix(left), step.Gradient), right.Shape)),
        ];
    }

    /// <summary>One long product instead of a batch of short ones and their sum.</summary>
    private static GraphValue ByWeight(GraphBuilder graph, GraphValue left, GraphValue gradient)
    {
        GraphValue rows = graph.Reshape(left, left.Count / left.Shape[^1], left.Shape[^1]);
        GraphValue gradients = graph.Reshape(gradient, gradient.Count / gradient.Shape[^1], gradient.Shape[^1]);
        return graph.Gemm(rows, gradients, transposeLeft: true);
    }

    private static GraphValue?[] Gemm(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        (GraphValue left, GraphValue right, GraphValue gradient) = (step.Input(0), step.Input(1), step.Gradient);
        float alpha = step.Node.Float("alpha", 1);
        bool leftTransposed = step.Node.Int("transA", 0) != 0;
        bool rightTransposed = step.Node.Int("transB", 0) != 0;
        return
        [
            step.If(0, () => leftTransposed
                ? graph.Gemm(right, gradient, null, alpha, rightTransposed, true)
                : graph.Gemm(gradient, right, null, alpha, false, !rightTransposed)),
            step.If(1, () => rightTransposed
                ? graph.Gemm(gradient, left, null, alpha, true, leftTransposed)
                : graph.Gemm(left, gradient, null, alpha, !leftTransposed, false)),
            step.If(2, () => graph.SumTo(Scaled(graph, gradient, step.Node.Float("beta", 1)), step.Input(2).Shape)),
        ];
    }

    private static GraphValue Scaled(GraphBuilder graph, GraphValue x, float factor) => factor == 1 ? x : graph.Multiply(x, factor);
}
