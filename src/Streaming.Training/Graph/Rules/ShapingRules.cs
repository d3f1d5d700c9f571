namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of the operators that move elements.</summary>
internal static class ShapingRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["Reshape"] = step => [step.Graph.Reshape(step.Gradient, step.Input(0).Shape)],
        ["Transpose"] = Transpose,
        ["Expand"] = step => [step.Graph.SumTo(step.Gradient, step.Input(0).Shape)],
        ["Concat"] = Concat,
        ["Split"] = Split,
        ["Slice"] = Slice,
        ["Pad"] = Pad,
        ["Gather"] = Gather,
    };

    private static GraphValue?[] Transpose(GradientStep step)
    {
        int[] permutation = step.Node.Ints("perm", [.. Enumerable.Range(0, step.Input(0).Rank).Reverse()]);
        int[] inverse = [.. Enumerable.Range(0, permutation.Length).Select(axis => Array.IndexOf(permutation, axis))];
        return [step.Graph.Transpose(step.Gradient, inverse)];
    }

    private static GraphValue?[] Concat(GradientStep step)
    {
        int axis = step.Node.Int("axis", 0);
        int[] sizes = [.. step.Node.Inputs.Select((_, index) => step.Input(index).Shape[axis])];
        return step.Graph.Split(step.Gradient, axis, sizes);
    }

    private static GraphValue?[] Split(GradientStep step)
    {
        GraphValue[] parts = [.. step.Node.Outputs.Select((output, index) => step.OutputGradients[index] ?? step.Graph.Zeros(output.Shape))];
        return [step.Graph.Concat(step.Node.Int("axis", 0), parts)];
    }

    private static GraphValue?[] Slice(GradientStep step)
    {
        int[] shape = step.Input(0).Shape;
        int[] before = new int[shape.Length];
        int[] after = new int[shape.Length];
        int axis = (int)Constant(step, 3);
        before[axis] = (int)Constant(step, 1);
        after[axis] = shape[axis] - (int)Constant(step, 2);
        return [step.Graph.Pad(step.Gradient, before, after)];
    }

    private static GraphValue?[] Pad(GradientStep step)
    {
        long[] widths = step.Input(1).Integers ?? throw Variable(step, 1);
        int[] opposite = [.. widths.Select(width => -(int)width)];
        int rank = opposite.Length / 2;
        return [step.Graph.Pad(step.Gradient, opposite[..rank], opposite[rank..])];
    }

    /// <summary>
    /// A product with the one-hot matrix of the indices: repeated indices add up in a fixed order, which scattering does not promise.
    /// </summary>
    private static GraphValue?[] Gather(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        (GraphValue x, GraphValue indices) = (step.Input(0), step.Input(1));
        int axis = step.Node.Int("axis", 0);
        int[] others = [.. x.Shape[..axis], .. x.Shape[(axis + 1)..]];
        int[] gathered = [.. Enumerable.Range(axis, indices.Rank)];
        int[] first = [.. gathered, .. Enumerable.Range(0, step.Gradient.Rank).Except(gathered)];
        GraphValue rows = graph.Reshape(graph.Transpose(step.Gradient, first), indices.Count, Shapes.Count(others));
        GraphValue places = graph.Integers([.. Enumerable.Range(0, x.Shape[axis])]);
        GraphValue hit = graph.Equal(graph.Reshape(indices, indices.Count, 1), places);
        GraphValue sum = graph.Gemm(graph.Cast(hit, ElementType.Float), rows, transposeLeft: true);
        int[] back = [.. Enumerable.Range(1, axis), 0, .. Enumerable.Range(axis + 1, others.Length - axis)];
        return [graph.Transpose(graph.Reshape(sum, [x.Shape[axis], .. others]), back)];
    }

    private static long Constant(GradientStep step, int input) => (step.Input(input).Integers ?? throw Variable(step, input))[0];

    private static NotSupportedException Variable(GradientStep step, int input) =>
        new($"Input {input} of {step.Node.OperatorType} (node {step.Node.Name}) must be a constant for its gradient.");
}
