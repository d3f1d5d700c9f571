namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of pooling.</summary>
internal static class PoolingRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["GlobalAveragePool"] = step => [Evenly(step)],
        ["AveragePool"] = step => [Average(step)],
        ["MaxPool"] = step => [Greatest(step)],
        ["GlobalMaxPool"] = step => [GlobalGreatest(step)],
    };

    private static GraphValue Evenly(GradientStep step)
    {
        float share = (float)step.Output.Count / step.Input(0).Count;
        return step.Graph.Expand(step.Graph.Multiply(step.Gradient, share), step.Input(0).Shape);
    }

    private static GraphValue GlobalGreatest(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        GraphValue hit = graph.Cast(graph.Equal(x, step.Output), ElementType.Float);
        GraphValue count = graph.ReduceSum(hit, [.. Enumerable.Range(2, x.Rank - 2)], keepDimensions: true);
        return graph.Multiply(hit, graph.Divide(step.Gradient, count));
    }

    /// <summary>Each output's gradient, divided by what it was a mean of, is laid over its window: a transposed convolution with ones.</summary>
    private static GraphValue Average(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        int[] kernel = step.Node.Ints("kernel_shape", []);
        var geometry = Convolution.Of(step.Node);
        int[] outputs = step.Output.Shape[2..];
        GraphValue shares = graph.Initializer(
            graph.NewName("shares"), [1, 1, .. outputs], Shares(geometry, kernel, x.Shape[2..], outputs, step.Node.Int("count_include_pad", 0) != 0));
        GraphValue single = graph.Reshape(graph.Multiply(step.Gradient, shares), [x.Shape[0] * x.Shape[1], 1, .. outputs]);
        float[] ones = [.. Enumerable.Repeat(1f, Shapes.Count(kernel))];
        GraphValue spread = graph.ConvTranspose(single, graph.Initializer(graph.NewName("ones"), [1, 1, .. kernel], ones), geometry, x.Shape[2..]);
        return graph.Reshape(spread, x.Shape);
    }

    /// <summary>One over the number of elements in each window; beyond the padding there is nothing to count.</summary>
    private static float[] Shares(Convolution geometry, int[] kernel, int[] lengths, int[] outputs, bool countPadding)
    {
        int[][] counts = [.. outputs.Select((output, axis) => Enumerable.Range(0, output).Select(place =>
        {
            int start = (place * geometry.Strides[axis]) - geometry.Before[axis];
            int end = lengths[axis] + (countPadding ? geometry.After[axis] : 0);
            int least = countPadding ? -geometry.Before[axis] : 0;
            return Enumerable.Range(0, kernel[axis]).Count(tap => start + (tap * geometry.Dilations[axis]) is var at && at >= least && at < end);
        }).ToArray())];
        float[] shares = new float[Shapes.Count(outputs)];
        for (int index = 0; index < shares.Length; index++)
        {
            (int rest, int count) = (index, 1);
            for (int axis = outputs.Length - 1; axis >= 0; axis--)
            {
                count *= counts[axis][rest % outputs[axis]];
                rest /= outputs[axis];
            }

            shares[index] = 1f / count;
        }

        return shares;
    }

    /// <summary>Back to where the operator says that each maximum was; windows may share one.</summary>
    private static GraphValue Greatest(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        GraphValue places = step.Node.Outputs.Count > 1 ? step.Node.Outputs[1] : graph.AddOutput(step.Node, ElementType.Int64, step.Output.Shape);
        GraphValue sum = graph.Add(
            "ScatterElements",
            [graph.Zeros(x.Count), graph.Reshape(places, places.Count), graph.Reshape(step.Gradient, step.Gradient.Count)],
            ElementType.Float,
            [x.Count],
            NodeAttribute.Of("axis", 0),
            NodeAttribute.Of("reduction", "add"));
        return graph.Reshape(sum, x.Shape);
    }
}
