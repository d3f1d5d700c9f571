namespace Streaming.Training.Graph;

/// <summary>Operators that move elements without changing them.</summary>
internal sealed partial class GraphBuilder
{
    public GraphValue Reshape(GraphValue x, params int[] shape)
    {
        if (Shapes.Count(shape) != x.Count)
        {
            throw new ArgumentException($"{x} cannot be reshaped to {Shapes.Text(shape)}.");
        }

        return x.Shape.AsSpan().SequenceEqual(shape) ? x : Add("Reshape", [x, Integers(shape)], x.Type, shape);
    }

    public GraphValue Transpose(GraphValue x, params int[] permutation)
    {
        int[] shape = [.. permutation.Select(axis => x.Shape[axis])];
        if (permutation.Order().SequenceEqual(permutation))
        {
            // Not only for speed: the runtime merges a Transpose behind a Gemm into it without reading the permutation.
            return x;
        }

        return Add("Transpose", [x], x.Type, shape, NodeAttribute.Of("perm", permutation));
    }

    /// <summary>Swaps the last two axes.</summary>
    public GraphValue TransposeMatrix(GraphValue x)
    {
        int[] permutation = [.. Enumerable.Range(0, x.Rank)];
        (permutation[^1], permutation[^2]) = (permutation[^2], permutation[^1]);
        return Transpose(x, permutation);
    }

    /// <summary>Repeats axes of length 1; the inverse of summing them.</summary>
    public GraphValue Expand(GraphValue x, params int[] shape)
    {
        int[] result = Shapes.Broadcast(x.Shape, shape);
        return result.AsSpan().SequenceEqual(x.Shape) ? x : Add("Expand", [x, Integers(result)], x.Type, result);
    }

    public GraphValue Concat(int axis, params GraphValue[] parts)
    {
        int[] shape = [.. parts[0].Shape];
        int along = Shapes.Axis(axis, shape.Length);
        shape[along] = parts.Sum(part => part.Shape[along]);
        return Add("Concat", parts, parts[0].Type, shape, NodeAttribute.Of("axis", along));
    }

    public GraphValue[] Split(GraphValue x, int axis, params int[] sizes)
    {
        int along = Shapes.Axis(axis, x.Rank);
        if (sizes.Sum() != x.Shape[along])
        {
            throw new ArgumentException($"{x} cannot be split along axis {axis} into {Shapes.Text(sizes)}.");
        }

        GraphNode node = AddNode("Split", [x, Integers(sizes)], NodeAttribute.Of("axis", along));
        return [.. sizes.Select(size => AddOutput(node, x.Type, With(x.Shape, along, size)))];
    }

    /// <summary>Elements [start, end) along one axis.</summary>
    public GraphValue Slice(GraphValue x, int axis, int start, int end)
    {
        int along = Shapes.Axis(axis, x.Rank);
        if (start < 0 || end > x.Shape[along] || start >= end)
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"{x} has no elements {start} to {end} along axis {axis}.");
        }

        GraphValue?[] inputs = [x, Integers(start), Integers(end), Integers(along)];
        return Add("Slice", inputs, x.Type, With(x.Shape, along, end - start));
    }

    /// <summary>Adds zeros before and after each axis; negative widths remove elements.</summary>
    public GraphValue Pad(GraphValue x, int[] before, int[] after)
    {
        int[] shape = [.. x.Shape.Select((dimension, axis) => dimension + before[axis] + after[axis])];
        return Add("Pad", [x, Integers([.. before, .. after])], x.Type, shape);
    }

    /// <summary>Moves elements along an axis by <paramref name="by"/> places; zeros come in, what leaves is lost.</summary>
    public GraphValue Shift(GraphValue x, int axis, int by)
    {
        int[] before = new int[x.Rank];
        before[Shapes.Axis(axis, x.Rank)] = by;
        return by == 0 ? x : Pad(x, before, [.. before.Select(width => -width)]);
    }

    public GraphValue Gather(GraphValue x, GraphValue indices, int axis)
    {
        int along = Shapes.Axis(axis, x.Rank);
        int[] shape = [.. x.Shape[..along], .. indices.Shape, .. x.Shape[(along + 1)..]];
        return Add("Gather", [x, indices], x.Type, shape, NodeAttribute.Of("axis", along));
    }

    private static int[] With(int[] shape, int axis, int dimension)
    {
        int[] result = [.. shape];
        result[axis] = dimension;
        return result;
    }
}
