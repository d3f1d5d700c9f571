namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of convolutions and their transposes, with one or two spatial axes, strides, padding, dilations and groups.</summary>
internal static class ConvolutionRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["Conv"] = step => Convolution.Of(step.Node) is { IsPlain: true } && step.Input(1).Shape[2..].All(length => length == 1)
            ? Pointwise(step)
            : Conv(step),
        ["ConvTranspose"] = ConvTranspose,
    };

    private static GraphValue?[] Conv(GradientStep step)
    {
        Convolution geometry = Convolution.Of(step.Node);
        return
        [
            step.If(0, () => step.Graph.ConvTranspose(step.Gradient, step.Input(1), geometry, step.Input(0).Shape[2..])),
            step.If(1, () => ByWeight(step.Graph, step.Input(0), step.Gradient, step.Input(1).Shape, geometry)),
            step.If(2, () => ByBias(step)),
        ];
    }

    /// <summary>The same map the other way: its gradients are those of Conv with input and output changing places.</summary>
    private static GraphValue?[] ConvTranspose(GradientStep step)
    {
        Convolution geometry = Convolution.Of(step.Node);
        return
        [
            step.If(0, () => step.Graph.Conv(step.Gradient, step.Input(1), null, geometry)),
            step.If(1, () => ByWeight(step.Graph, step.Gradient, step.Input(0), step.Input(1).Shape, geometry)),
            step.If(2, () => ByBias(step)),
        ];
    }

    private static GraphValue ByBias(GradientStep step) =>
        step.Graph.ReduceSum(step.Gradient, [0, .. Enumerable.Range(2, step.Gradient.Rank - 2)]);

    /// <summary>A kernel of one element is a matrix product at every place, and so are its gradients.</summary>
    private static GraphValue?[] Pointwise(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        (GraphValue x, GraphValue weight, GraphValue gradient) = (step.Input(0), step.Input(1), step.Gradient);
        int places = Shapes.Count(x.Shape[2..]);
        GraphValue rows = graph.Reshape(gradient, gradient.Shape[0], gradient.Shape[1], places);
        GraphValue matrix = graph.Reshape(weight, weight.Shape[0], weight.Shape[1]);
        return
        [
            step.If(0, () => graph.Reshape(graph.MatMul(graph.TransposeMatrix(matrix), rows), x.Shape)),
            step.If(1, () =>
            {
                GraphValue columns = graph.Reshape(x, x.Shape[0], x.Shape[1], places);
                return graph.Reshape(graph.ReduceSum(graph.MatMul(rows, graph.TransposeMatrix(columns)), [0]), weight.Shape);
            }),
            step.If(2, () => ByBias(step)),
        ];
    }

    /// <summary>
    /// The weight gradient is itself a convolution: samples and channels change places, the output's gradient is the kernel, and
    /// strides and dilations change places. Each group's samples are a group's channels there, so that one convolution serves all groups.
    /// Where the stride did not divide the length, the last elements met no kernel and are cut off.
    /// </summary>
    /// <param name="shape">Of the weight, [outputs, inputs / groups, kernel…].</param>
    private static GraphValue ByWeight(GraphBuilder graph, GraphValue x, GraphValue gradient, int[] shape, Convolution geometry)
    {
        (int samples, int groups, int inputs, int[] spatial) = (x.Shape[0], geometry.Groups, shape[1], x.Shape[2..]);
        int[] behind = [.. Enumerable.Range(3, spatial.Length)];
        GraphValue grouped = graph.Transpose(graph.Reshape(x, [samples, groups, inputs, .. spatial]), [2, 1, 0, .. behind]);
        GraphValue source = graph.Reshape(grouped, [inputs, groups * samples, .. spatial]);
        int[] swap = [1, 0, .. Enumerable.Range(2, x.Rank - 2)];
        Convolution swapped = geometry with { Strides = geometry.Dilations, Dilations = geometry.Strides };
        GraphValue result = graph.Conv(source, graph.Transpose(gradient, swap), null, swapped);
        for (int axis = 2; axis < shape.Length; axis++)
        {
            result = result.Shape[axis] == shape[axis] ? result : graph.Slice(result, axis, 0, shape[axis]);
        }

        return graph.Transpose(result, swap);
    }
}
