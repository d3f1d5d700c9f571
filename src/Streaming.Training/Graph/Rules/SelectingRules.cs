namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of the operators that take some elements and leave others.</summary>
internal static class SelectingRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["Slice"] = Slice,
        ["Gather"] = Gather,
    };

    /// <summary>Runs of neighbours are padded back; where elements were skipped or turned round, a product with 0 and 1 puts them back.</summary>
    private static GraphValue?[] Slice(GradientStep step)
    {
        int[] shape = step.Input(0).Shape;
        (int[] starts, int[] axes, int[] steps) = Places(step);
        int[] before = new int[shape.Length];
        int[] after = new int[shape.Length];
        GraphValue gradient = step.Gradient;
        for (int index = 0; index < axes.Length; index++)
        {
            (int axis, int stride) = (axes[index], steps[index]);
            int length = step.Output.Shape[axis];
            int start = Math.Clamp(starts[index] < 0 ? starts[index] + shape[axis] : starts[index], 0, stride < 0 ? shape[axis] - 1 : shape[axis]);
            if (stride == 1)
            {
                (before[axis], after[axis]) = (start, shape[axis] - start - length);
            }
            else
            {
                int[] places = [.. Enumerable.Range(0, length).Select(place => start + (place * stride))];
                gradient = Scatter(step.Graph, gradient, axis, shape[axis], places);
            }
        }

        return [before.Concat(after).All(width => width == 0) ? gradient : step.Graph.Pad(gradient, before, after)];
    }

    private static (int[] Starts, int[] Axes, int[] Steps) Places(GradientStep step)
    {
        int[] starts = step.Integers(1);
        int[] axes = step.Optional(3) is null ? [.. Enumerable.Range(0, starts.Length)] : step.Integers(3);
        int[] steps = step.Optional(4) is null ? [.. Enumerable.Repeat(1, starts.Length)] : step.Integers(4);
        return (starts, [.. axes.Select(axis => Shapes.Axis(axis, step.Input(0).Rank))], steps);
    }

    /// <summary>Element i along the axis goes to places[i] of <paramref name="length"/>; the rest is zero.</summary>
    private static GraphValue Scatter(GraphBuilder graph, GraphValue x, int axis, int length, int[] places)
    {
        float[] matrix = new float[places.Length * length];
        for (int index = 0; index < places.Length; index++)
        {
            matrix[(index * length) + places[index]] = 1;
        }

        int[] shape = [.. x.Shape];
        shape[axis] = length;
        x = graph.Reshape(x, [1, .. x.Shape]); // a vector is no matrix
        int[] last = [.. Enumerable.Range(0, x.Rank)];
        (last[axis + 1], last[^1]) = (last[^1], last[axis + 1]);
        GraphValue hits = graph.Initializer(graph.NewName("scatter"), [places.Length, length], matrix);
        return graph.Reshape(graph.Transpose(graph.MatMul(graph.Transpose(x, last), hits), last), shape);
    }

    /// <summary>
    /// A product with the one-hot matrix of the indices: repeated indices add up in a fixed order, which scattering does not promise.
    /// </summary>
    private static GraphValue?[] Gather(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        (GraphValue x, GraphValue indices) = (step.Input(0), step.Input(1));
        int axis = Shapes.Axis(step.Node.Int("axis", 0), x.Rank);
        int[] others = [.. x.Shape[..axis], .. x.Shape[(axis + 1)..]];
        int[] gathered = [.. Enumerable.Range(axis, indices.Rank)];
        int[] first = [.. gathered, .. Enumerable.Range(0, step.Gradient.Rank).Except(gathered)];
        GraphValue rows = graph.Reshape(graph.Transpose(step.Gradient, first), indices.Count, Shapes.Count(others));
        GraphValue places = graph.Integers([.. Enumerable.Range(0, x.Shape[axis])]);
        GraphValue hit = graph.Equal(graph.Reshape(FromFront(graph, indices, x.Shape[axis]), indices.Count, 1), places);
        GraphValue sum = graph.Gemm(graph.Cast(hit, ElementType.Float), rows, transposeLeft: true);
        int[] back = [.. Enumerable.Range(1, axis), 0, .. Enumerable.Range(axis + 1, others.Length - axis)];
        return [graph.Transpose(graph.Reshape(sum, [x.Shape[axis], .. others]), back)];
    }

    private static GraphValue FromFront(GraphBuilder graph, GraphValue indices, int length)
    {
        if (indices.Integers is { } known && Array.TrueForAll(known, index => index >= 0) && indices.Type == ElementType.Int64)
        {
            return indices;
        }

        indices = indices.Type == ElementType.Int64 ? indices : graph.Cast(indices, ElementType.Int64);
        return graph.Where(graph.Less(indices, graph.Integers(0)), graph.Add(indices, graph.Integers(length)), indices);
    }
}
