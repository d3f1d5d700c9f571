using System.Globalization;
using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Commands;

/// <summary>How well one kind of decision agrees with the expert, in one line that scripts read.</summary>
internal static class AgreementLine
{
    /// <param name="decision">FINAL or REVISED.</param>
    /// <param name="expert">By epoch; null: not scored, not counted.</param>
    /// <param name="given">By epoch; what stands beyond the shorter of the two is not counted.</param>
    public static string Of(string decision, IReadOnlyList<Stage?> expert, IReadOnlyList<Stage?> given)
    {
        var count = Math.Min(expert.Count, given.Count);
        var agreement = Agreement.Of([.. expert.Take(count)], [.. given.Take(count)]);
        return string.Create(
            CultureInfo.InvariantCulture, $"{decision} accuracy={Text(agreement.Accuracy)} kappa={Text(agreement.Kappa)} epochs={agreement.Epochs}");
    }

    // Where no epoch was scored by both, neither is there.
    private static string Text(double figure) => FigureText.Number(FigureValue.Rounded(figure), "0.0000");
}
