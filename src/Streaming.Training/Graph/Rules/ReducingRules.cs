namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of reductions and normalisations.</summary>
internal static class ReducingRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["ReduceSum"] = step => [Spread(step, step.Gradient)],
        ["ReduceMean"] = step => [Spread(step, step.Graph.Multiply(step.Gradient, (float)step.Output.Count / step.Input(0).Count))],
        ["Softmax"] = Softmax,
        ["LogSoftmax"] = LogSoftmax,
        ["LayerNormalization"] = LayerNormalization,
    };

    private static GraphValue Spread(GradientStep step, GraphValue gradient)
    {
        int[] shape = step.Input(0).Shape;
        int[] axes = [.. step.Input(1).Integers!.Select(axis => (int)axis)];
        return step.Graph.Expand(step.Graph.Reshape(gradient, Shapes.Reduce(shape, axes, keepDimensions: true)), shape);
    }

    /// <summary>y · (g − Σ g·y).</summary>
    private static GraphValue?[] Softmax(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        int axis = step.Node.Int("axis", -1);
        GraphValue weighted = graph.Multiply(step.Gradient, step.Output);
        GraphValue sum = graph.ReduceSum(weighted, [axis], keepDimensions: true);
        return [graph.Subtract(weighted, graph.Multiply(step.Output, sum))];
    }

    /// <summary>g − exp(y) · Σ g.</summary>
    private static GraphValue?[] LogSoftmax(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        GraphValue sum = graph.ReduceSum(step.Gradient, [step.Node.Int("axis", -1)], keepDimensions: true);
        return [graph.Subtract(step.Gradient, graph.Multiply(graph.Exp(step.Output), sum))];
    }

    /// <summary>The closed form, on the mean and inverse deviation the operator hands out when asked.</summary>
    private static GraphValue?[] LayerNormalization(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        GraphValue x = step.Input(0);
        int[] last = [x.Rank - 1];
        int[] leading = [.. Enumerable.Range(0, x.Rank - 1)];
        int[] rowShape = Shapes.Reduce(x.Shape, last, keepDimensions: true);
        GraphValue mean = graph.AddOutput(step.Node, ElementType.Float, rowShape);
        GraphValue inverseDeviation = graph.AddOutput(step.Node, ElementType.Float, rowShape);
        GraphValue normalised = graph.Multiply(graph.Subtract(x, mean), inverseDeviation);
        return
        [
            step.If(0, () => ByInput(graph, graph.Multiply(step.Gradient, step.Input(1)), normalised, inverseDeviation, last)),
            step.If(1, () => graph.ReduceSum(graph.Multiply(step.Gradient, normalised), leading)),
            step.If(2, () => graph.ReduceSum(step.Gradient, leading)),
        ];
    }

    private static GraphValue ByInput(GraphBuilder graph, GraphValue gradient, GraphValue normalised, GraphValue inverseDeviation, int[] last)
    {
        GraphValue mean = graph.ReduceMean(gradient, last, keepDimensions: true);
        GraphValue slope = graph.ReduceMean(graph.Multiply(gradient, normalised), last, keepDimensions: true);
        GraphValue rest = graph.Subtract(graph.Subtract(gradient, mean), graph.Multiply(normalised, slope));
        return graph.Multiply(rest, inverseDeviation);
    }
}
