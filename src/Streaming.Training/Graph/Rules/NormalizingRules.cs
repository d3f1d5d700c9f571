namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of normalisations, in closed form.</summary>
internal static class NormalizingRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["LayerNormalization"] = LayerNormalization,
        ["BatchNormalization"] = step => step.Node.Int("training_mode", 0) == 0 ? FixedStatistics(step) : OwnStatistics(step),
    };

    /// <summary>On the mean and inverse deviation the operator hands out when asked.</summary>
    private static GraphValue?[] LayerNormalization(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        int axis = Shapes.Axis(step.Node.Int("axis", -1), x.Rank);
        int[] normal = [.. Enumerable.Range(axis, x.Rank - axis)];
        int[] rowShape = Shapes.Reduce(x.Shape, normal, keepDimensions: true);
        GraphValue mean = OutputOf(step, 1, rowShape);
        GraphValue inverseDeviation = OutputOf(step, 2, rowShape);
        GraphValue normalised = graph.Multiply(graph.Subtract(x, mean), inverseDeviation);
        return
        [
            step.If(0, () => ByInput(graph, graph.Multiply(step.Gradient, step.Input(1)), normalised, inverseDeviation, normal)),
            step.If(1, () => graph.SumTo(graph.Multiply(step.Gradient, normalised), step.Input(1).Shape)),
            step.If(2, () => graph.SumTo(step.Gradient, step.Input(2).Shape)),
        ];
    }

    private static GraphValue OutputOf(GradientStep step, int index, int[] shape) =>
        step.Node.Outputs.Count > index ? step.Node.Outputs[index] : step.Graph.AddOutput(step.Node, ElementType.Float, shape);

    private static GraphValue ByInput(GraphBuilder graph, GraphValue gradient, GraphValue normalised, GraphValue inverseDeviation, int[] axes)
    {
        GraphValue mean = graph.ReduceMean(gradient, axes, keepDimensions: true);
        GraphValue slope = graph.ReduceMean(graph.Multiply(gradient, normalised), axes, keepDimensions: true);
        GraphValue rest = graph.Subtract(graph.Subtract(gradient, mean), graph.Multiply(normalised, slope));
        return graph.Multiply(rest, inverseDeviation);
    }

    /// <summary>Mean and variance were measured once: each channel is scaled and shifted by constants.</summary>
    private static GraphValue?[] FixedStatistics(GradientStep step)
    {
        (GraphBuilder graph, GraphValue gradient) = (step.Graph, step.Gradient);
        GraphValue inverse = InverseDeviation(step, step.Input(4));
        GraphValue factor = graph.Multiply(step.Input(1), inverse);
        GraphValue Centred() => graph.Subtract(step.Input(0), Channels(step, step.Input(3)));
        GraphValue PerChannel(GraphValue x) => graph.SumTo(x, Spatial(step));
        return
        [
            step.If(0, () => graph.Multiply(gradient, Channels(step, factor))),
            step.If(1, () => graph.Multiply(Flat(step, PerChannel(graph.Multiply(gradient, Centred()))), inverse)),
            step.If(2, () => Flat(step, PerChannel(gradient))),
            step.If(3, () => graph.Negate(graph.Multiply(Flat(step, PerChannel(gradient)), factor))),
            step.If(4, () => graph.Multiply(
                graph.Multiply(Flat(step, PerChannel(graph.Multiply(gradient, Centred()))), factor),
                graph.Multiply(graph.Multiply(inverse, inverse), -0.5f))),
        ];
    }

    /// <summary>Mean and variance are the batch's own, and change with it.</summary>
    private static GraphValue?[] OwnStatistics(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        int[] axes = [0, .. Enumerable.Range(2, x.Rank - 2)];
        GraphValue centred = graph.Subtract(x, graph.ReduceMean(x, axes, keepDimensions: true));
        GraphValue variance = graph.ReduceMean(graph.Multiply(centred, centred), axes);
        GraphValue inverse = Channels(step, InverseDeviation(step, variance));
        GraphValue normalised = graph.Multiply(centred, inverse);
        return
        [
            step.If(0, () => ByInput(graph, graph.Multiply(step.Gradient, Channels(step, step.Input(1))), normalised, inverse, axes)),
            step.If(1, () => Flat(step, graph.SumTo(graph.Multiply(step.Gradient, normalised), Spatial(step)))),
            step.If(2, () => Flat(step, graph.SumTo(step.Gradient, Spatial(step)))),
        ];
    }

    private static GraphValue InverseDeviation(GradientStep step, GraphValue variance)
    {
        GraphBuilder graph = step.Graph;
        GraphValue deviation = graph.Sqrt(graph.Add(variance, graph.Scalar(step.Node.Float("epsilon", 1e-5f))));
        return graph.Divide(graph.Scalar(1), deviation);
    }

    private static int[] Spatial(GradientStep step) =>
        [1, step.Input(0).Shape[1], .. Enumerable.Repeat(1, step.Input(0).Rank - 2)];

    private static GraphValue Channels(GradientStep step, GraphValue perChannel) => step.Graph.Reshape(perChannel, Spatial(step));

    private static GraphValue Flat(GradientStep step, GraphValue perChannel) => step.Graph.Reshape(perChannel, step.Input(0).Shape[1]);
}
