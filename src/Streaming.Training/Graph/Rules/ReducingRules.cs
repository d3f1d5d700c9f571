namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of reductions and of the soft maxima.</summary>
internal static class ReducingRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["ReduceSum"] = step => [Spread(step, step.Gradient)],
        ["ReduceMean"] = step => [Spread(step, step.Graph.Multiply(step.Gradient, (float)step.Output.Count / step.Input(0).Count))],
        ["ReduceMax"] = Extreme,
        ["ReduceMin"] = Extreme,
        ["ReduceProd"] = step => [step.Graph.Divide(Spread(step, step.Graph.Multiply(step.Gradient, step.Output)), step.Input(0))],
        ["ReduceL1"] = step => [step.Graph.Multiply(Spread(step, step.Gradient), step.Graph.Sign(step.Input(0)))],
        ["ReduceL2"] = step => [step.Graph.Multiply(Spread(step, step.Graph.Divide(step.Gradient, step.Output)), step.Input(0))],
        ["ReduceSumSquare"] = step => [step.Graph.Multiply(step.Graph.Multiply(Spread(step, step.Gradient), step.Input(0)), 2)],
        ["ReduceLogSum"] = step => [Spread(step, step.Graph.Divide(step.Gradient, step.Graph.Exp(step.Output)))],
        ["ReduceLogSumExp"] = LogSumExp,
        ["Softmax"] = Softmax,
        ["LogSoftmax"] = LogSoftmax,
    };

    /// <summary>Over the axes given; over all where none are.</summary>
    private static GraphValue Spread(GradientStep step, GraphValue reduced)
    {
        int[] shape = step.Input(0).Shape;
        int[] axes = step.Optional(1) is null ? [] : [.. step.Integers(1).Select(axis => Shapes.Axis(axis, shape.Length))];
        if (axes.Length == 0 && step.Node.Int("noop_with_empty_axes", 0) == 0)
        {
            axes = [.. Enumerable.Range(0, shape.Length)];
        }

        return step.Graph.Expand(step.Graph.Reshape(reduced, Shapes.Reduce(shape, axes, keepDimensions: true)), shape);
    }

    /// <summary>To the greatest (least) element; shared where several are.</summary>
    private static GraphValue?[] Extreme(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        GraphValue hit = graph.Cast(graph.Equal(x, Spread(step, step.Output)), ElementType.Float);
        int[] axes = [.. Enumerable.Range(0, x.Rank)];
        int[] along = step.Optional(1) is null ? axes : [.. step.Integers(1).Select(axis => Shapes.Axis(axis, x.Rank))];
        GraphValue count = graph.ReduceSum(hit, along, keepDimensions: true);
        return [graph.Divide(graph.Multiply(Spread(step, step.Gradient), hit), count)];
    }

    private static GraphValue?[] LogSumExp(GradientStep step)
    {
        GraphValue share = step.Graph.Exp(step.Graph.Subtract(step.Input(0), Spread(step, step.Output)));
        return [step.Graph.Multiply(Spread(step, step.Gradient), share)];
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
}
