namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of convolutions, with one or two spatial axes, strides, padding, dilations and groups.</summary>
internal static class ConvolutionRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule> { ["Conv"] = Conv };

    private static GraphValue?[] Conv(GradientStep step)
    {
        Convolution geometry = Convolution.Of(step.Node);
        return
        [
            step.If(0, () => step.Graph.ConvTranspose(step.Gradient, step.Input(1), geometry, step.Input(0).Shape[2..])),
            step.If(1, () => ByWeight(step, geometry)),
            step.If(2, () => step.Graph.ReduceSum(step.Gradient, [0, .. Enumerable.Range(2, step.Gradient.Rank - 2)])),
        ];
    }

    private static GraphValue ByWeight(GradientStep step, Convolution geometry)
    {
        (GraphBuilder graph, int groups) = (step.Graph, geometry.Groups);
        if (groups == 1)
        {
            return ByWeight(graph, step.Input(0), step.Gradient, step.Input(1).Shape, geometry);
        }

        GraphValue[] inputs = graph.Split(step.Input(0), 1, Parts(step.Input(0).Shape[1], groups));
        GraphValue[] gradients = graph.Split(step.Gradient, 1, Parts(step.Gradient.Shape[1], groups));
        int[] shape = [step.Input(1).Shape[0] / groups, .. step.Input(1).Shape[1..]];
        return graph.Concat(0, [.. inputs.Zip(gradients, (x, gradient) => ByWeight(graph, x, gradient, shape, geometry with { Groups = 1 }))]);
    }

    /// <summary>
    /// The weight gradient is itself a convolution: samples and channels change places, the output's gradient is the kernel, and
    /// strides and dilations change places. Where the stride did not divide the length, the last elements met no kernel and are cut off.
    /// </summary>
    private static GraphValue ByWeight(GraphBuilder graph, GraphValue x, GraphValue gradient, int[] shape, Convolution geometry)
    {
        int[] swap = [1, 0, .. Enumerable.Range(2, x.Rank - 2)];
        Convolution swapped = geometry with { Strides = geometry.Dilations, Dilations = geometry.Strides };
        GraphValue result = graph.Conv(graph.Transpose(x, swap), graph.Transpose(gradient, swap), null, swapped);
        for (int axis = 2; axis < shape.Length; axis++)
        {
            result = result.Shape[axis] == shape[axis] ? result : graph.Slice(result, axis, 0, shape[axis]);
        }

        return graph.Transpose(result, swap);
    }

    private static int[] Parts(int whole, int count) => [.. Enumerable.Repeat(whole / count, count)];
}
