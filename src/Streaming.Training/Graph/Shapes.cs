namespace Streaming.Training.Graph;

/// <summary>Arithmetic on static shapes.</summary>
internal static class Shapes
{
    public static int Count(ReadOnlySpan<int> shape)
    {
        int count = 1;
        foreach (int dimension in shape)
        {
            count = checked(count * dimension);
        }

        return count;
    }

    /// <summary>The shape two operands broadcast to, right-aligned as ONNX (and NumPy) do it.</summary>
    public static int[] Broadcast(ReadOnlySpan<int> left, ReadOnlySpan<int> right)
    {
        int rank = Math.Max(left.Length, right.Length);
        int[] result = new int[rank];
        for (int axis = 0; axis < rank; axis++)
        {
            int a = FromRight(left, rank - axis);
            int b = FromRight(right, rank - axis);
            if (a != b && a != 1 && b != 1)
            {
                throw new ArgumentException($"Shapes {Text(left)} and {Text(right)} do not broadcast.");
            }

            result[axis] = a == 1 ? b : a;
        }

        return result;
    }

    /// <summary>Axes along which a tensor of <paramref name="target"/> shape was repeated to give <paramref name="source"/> shape.</summary>
    public static int[] BroadcastAxes(ReadOnlySpan<int> source, ReadOnlySpan<int> target)
    {
        var axes = new List<int>();
        for (int axis = 0; axis < source.Length; axis++)
        {
            if (source[axis] != FromRight(target, source.Length - axis))
            {
                axes.Add(axis);
            }
            else if (source.Length - axis > target.Length)
            {
                axes.Add(axis);
            }
        }

        return [.. axes];
    }

    /// <summary>Axes counted from the front, whether given from the front or (negative) from the back.</summary>
    public static int Axis(int axis, int rank)
    {
        int result = axis < 0 ? axis + rank : axis;
        return result >= 0 && result < rank ? result : throw new ArgumentOutOfRangeException(nameof(axis), axis, $"Outside a rank of {rank}.");
    }

    public static int[] Reduce(ReadOnlySpan<int> shape, ReadOnlySpan<int> axes, bool keepDimensions)
    {
        var result = new List<int>();
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (!axes.Contains(axis))
            {
                result.Add(shape[axis]);
            }
            else if (keepDimensions)
            {
                result.Add(1);
            }
        }

        return [.. result];
    }

    public static string Text(ReadOnlySpan<int> shape) => $"[{string.Join(", ", shape.ToArray())}]";

    private static int FromRight(ReadOnlySpan<int> shape, int position) => position <= shape.Length ? shape[^position] : 1;
}
