namespace Streaming.Core.Signals;

/// <summary>Finds the value that would stand in the middle of a sorted list, without sorting all of it.</summary>
internal static class MiddleValue
{
    private const int Few = 16;

    /// <summary>What <c>values.Sort()</c> would put at half the length (of an even number the upper of both); not-a-numbers count as smallest, as there.</summary>
    /// <param name="values">At least one; left in another order.</param>
    public static double Of(Span<double> values)
    {
        var (low, high, place) = (MoveNanFirst(values), values.Length - 1, values.Length / 2);
        if (place < low) return double.NaN;
        while (high - low >= Few)
        {
            var (below, above) = Divide(values, low, high);
            if (place <= below) high = below;
            else if (place >= above) low = above;
            else return values[place];
        }
        values[low..(high + 1)].Sort();
        return values[place];
    }

    private static int MoveNanFirst(Span<double> values)
    {
        var first = 0;
        for (var n = 0; n < values.Length; n++)
        {
            if (!double.IsNaN(values[n])) continue;
            (values[n], values[first]) = (values[first], values[n]);
            first++;
        }
        return first;
    }

    /// <summary>Afterwards nothing up to <c>Below</c> is larger than the pivot, nothing from <c>Above</c> on smaller, and what is between equals it.</summary>
    private static (int Below, int Above) Divide(Span<double> values, int low, int high)
    {
        var (a, b, c) = (values[low], values[(low + high) / 2], values[high]);
        var pivot = Math.Max(Math.Min(a, b), Math.Min(Math.Max(a, b), c));
        var (up, down) = (low, high);
        while (up <= down)
        {
            while (values[up] < pivot) up++;
            while (values[down] > pivot) down--;
            if (up > down) break;
            (values[up], values[down]) = (values[down], values[up]);
            (up, down) = (up + 1, down - 1);
        }
        return (down, up);
    }
}
