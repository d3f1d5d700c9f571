using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

/// <summary>Operators that move, take and repeat elements, on random shapes, axes and places.</summary>
internal static class RandomShapingCases
{
    public static IReadOnlyDictionary<string, Func<RandomShapes, RuleCase>> All { get; } = new Dictionary<string, Func<RandomShapes, RuleCase>>
    {
        ["Reshape"] = draw => Bare(draw, "Reshape", shape => [Shapes.Count(shape)], (g, shape) => g.Integers(Shapes.Count(shape))),
        ["Flatten"] = Flatten,
        ["Squeeze"] = Squeeze,
        ["Unsqueeze"] = Unsqueeze,
        ["Transpose"] = Transpose,
        ["Expand"] = Expand,
        ["Concat"] = Concat,
        ["Split"] = Split,
        ["Slice"] = Slice,
        ["Pad"] = Pad,
        ["Gather"] = Gather,
    };

    private static RuleCase Bare(RandomShapes draw, string operatorType, Func<int[], int[]> to, Func<GraphBuilder, int[], GraphValue> second)
    {
        int[] shape = draw.Shape();
        return new(operatorType, Shapes.Text(shape), [shape], (g, x) => g.Add(operatorType, [x[0], second(g, shape)], ElementType.Float, to(shape)));
    }

    private static RuleCase Flatten(RandomShapes draw)
    {
        int[] shape = draw.Shape();
        int axis = draw.Between(0, shape.Length);
        int[] flat = [Shapes.Count(shape[..axis]), Shapes.Count(shape[axis..])];
        return new("Flatten", $"{Shapes.Text(shape)} at {axis}", [shape],
            (g, x) => g.Add("Flatten", [x[0]], ElementType.Float, flat, NodeAttribute.Of("axis", axis)));
    }

    private static RuleCase Squeeze(RandomShapes draw)
    {
        int[] shape = draw.Shape(leastRank: 2);
        int axis = draw.Axis(shape.Length);
        shape[axis] = 1;
        int[] result = [.. shape[..axis], .. shape[(axis + 1)..]];
        int stated = draw.Signed(axis, shape.Length);
        return new("Squeeze", $"{Shapes.Text(shape)} at {stated}", [shape],
            (g, x) => g.Add("Squeeze", [x[0], g.Integers(stated)], ElementType.Float, result));
    }

    private static RuleCase Unsqueeze(RandomShapes draw)
    {
        int[] shape = draw.Shape(greatestRank: 3);
        int axis = draw.Axis(shape.Length + 1);
        int stated = draw.Signed(axis, shape.Length + 1);
        return new("Unsqueeze", $"{Shapes.Text(shape)} at {stated}", [shape],
            (g, x) => g.Add("Unsqueeze", [x[0], g.Integers(stated)], ElementType.Float, [.. shape[..axis], 1, .. shape[axis..]]));
    }

    private static RuleCase Transpose(RandomShapes draw)
    {
        int[] shape = draw.Shape(leastRank: 2);
        int[] permutation = draw.Permutation(shape.Length);
        return new("Transpose", $"{Shapes.Text(shape)} by {Shapes.Text(permutation)}", [shape],
            (g, x) => g.Add("Transpose", [x[0]], ElementType.Float, [.. permutation.Select(axis => shape[axis])], NodeAttribute.Of("perm", permutation)));
    }

    private static RuleCase Expand(RandomShapes draw)
    {
        int[] full = draw.Shape(greatestRank: 3);
        int[] from = draw.Broadcastable(full);
        return new("Expand", $"{Shapes.Text(from)} to {Shapes.Text(full)}", [from],
            (g, x) => g.Add("Expand", [x[0], g.Integers(full)], ElementType.Float, full));
    }

    private static RuleCase Concat(RandomShapes draw)
    {
        int[] shape = draw.Shape(greatestRank: 3);
        int axis = draw.Axis(shape.Length);
        int[][] parts = [.. Enumerable.Range(0, draw.Between(1, 3)).Select(_ => (int[])[.. shape[..axis], draw.Between(1, 3), .. shape[(axis + 1)..]])];
        int[] result = [.. shape[..axis], parts.Sum(part => part[axis]), .. shape[(axis + 1)..]];
        int stated = draw.Signed(axis, shape.Length);
        return new("Concat", $"{parts.Length} along {stated} of {Shapes.Text(result)}", parts,
            (g, x) => g.Add("Concat", x, ElementType.Float, result, NodeAttribute.Of("axis", stated)));
    }

    private static RuleCase Split(RandomShapes draw)
    {
        int[] shape = draw.Shape(greatestRank: 3);
        int axis = draw.Axis(shape.Length);
        int[] sizes = [.. Enumerable.Range(0, draw.Between(2, 3)).Select(_ => draw.Between(1, 2))];
        shape[axis] = sizes.Sum();
        int used = draw.Axis(sizes.Length);
        return new("Split", $"{Shapes.Text(shape)} along {axis}, part {used} used", [shape], (g, x) => g.Exp(g.Split(x[0], axis, sizes)[used]));
    }

    private static RuleCase Slice(RandomShapes draw)
    {
        int[] shape = [.. draw.Shape(greatestRank: 3).Select(length => length + 2)];
        int[] axes = draw.Axes(shape.Length);
        int[] result = [.. shape];
        (int[] starts, int[] ends, int[] steps) = (new int[axes.Length], new int[axes.Length], new int[axes.Length]);
        for (int index = 0; index < axes.Length; index++)
        {
            (int length, int step) = (shape[axes[index]], draw.Between(1, 3));
            int[] taken = [.. Enumerable.Range(0, length).Skip(draw.Between(0, 1)).Where((_, place) => place % step == 0)];
            bool back = draw.Chance();
            (starts[index], steps[index]) = back ? (taken[^1], -step) : (taken[0] - (draw.Chance() ? length : 0), step);
            ends[index] = back ? -length - 1 : int.MaxValue;
            result[axes[index]] = back ? (taken[^1] / step) + 1 : taken.Length;
        }

        return new("Slice", $"{Shapes.Text(shape)} {Shapes.Text(axes)} from {Shapes.Text(starts)} by {Shapes.Text(steps)}", [shape],
            (g, x) => g.Add("Slice", [x[0], g.Integers(starts), g.Integers(ends), g.Integers(axes), g.Integers(steps)], ElementType.Float, result));
    }

    private static RuleCase Pad(RandomShapes draw)
    {
        int[] shape = [.. draw.Shape(greatestRank: 3).Select(length => length + 1)];
        int[] axes = draw.Axes(shape.Length);
        int[] before = [.. axes.Select(_ => draw.Between(-1, 2))];
        int[] after = [.. axes.Select(_ => draw.Between(0, 2))];
        int[] result = [.. shape];
        foreach ((int axis, int index) in axes.Select((axis, index) => (axis, index)))
        {
            result[axis] += before[index] + after[index];
        }

        return new("Pad", $"{Shapes.Text(shape)} {Shapes.Text(axes)} {Shapes.Text(before)} {Shapes.Text(after)}", [shape],
            (g, x) => g.Add("Pad", [x[0], g.Integers([.. before, .. after]), null, g.Integers(axes)], ElementType.Float, result));
    }

    private static RuleCase Gather(RandomShapes draw)
    {
        int[] shape = draw.Shape(greatestRank: 3);
        int axis = draw.Axis(shape.Length);
        int[] indices = [.. Enumerable.Range(0, draw.Between(1, 4)).Select(_ => draw.Signed(draw.Axis(shape[axis]), shape[axis]))];
        int[] result = [.. shape[..axis], indices.Length, .. shape[(axis + 1)..]];
        int stated = draw.Signed(axis, shape.Length);
        return new("Gather", $"{Shapes.Text(shape)} along {stated} {Shapes.Text(indices)}", [shape],
            (g, x) => g.Add("Gather", [x[0], g.Integers(indices)], ElementType.Float, result, NodeAttribute.Of("axis", stated)));
    }
}
