using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Training.Explaining;

/// <summary>One second of all rows that show the same organ: brain, eyes, chin. A K-complex stands in every EEG row; where one of them is taken away the
/// network still has the others, and only taking the second away from all of them asks what the event is worth.</summary>
internal static class CellGroups
{
    /// <summary>Sets of cells; rows that are not there are left out.</summary>
    public static IReadOnlyList<int[]> Of(Epoch epoch)
    {
        var groups = new List<int[]>();
        foreach (var rows in (DerivationRow[][])[
            [DerivationRow.Frontal, DerivationRow.Central, DerivationRow.Occipital], [DerivationRow.LeftEye, DerivationRow.RightEye], [DerivationRow.Chin]])
        {
            int[] present = [.. rows.Select(row => (int)row).Where(row => epoch.Rows[row] is not null)];
            if (present.Length == 0) continue;
            for (var second = 0; second < Epoch.Seconds; second++) groups.Add([.. present.Select(row => row * Epoch.Seconds + second)]);
        }
        return groups;
    }

    /// <summary>Whether the weightiest group holds an event, and how often a blind pointer's would.</summary>
    public static (double Hit, double Chance) Point(IReadOnlyList<int[]> groups, float[] weights, bool[] defining)
    {
        var inside = groups.Select(group => group.Any(cell => defining[cell])).ToArray();
        return (inside[Array.IndexOf(weights, weights.Max())] ? 1 : 0, inside.Count(holds => holds) / (double)groups.Count);
    }
}
