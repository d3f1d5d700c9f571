using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation.Drawing;

/// <summary>What handing the least confident epochs to a person buys: kappa of the rest.</summary>
internal static class ReviewFigure
{
    public static string Of(DecisionReport final, DecisionReport revised)
    {
        var title = $"{final.Model}: {final.Data}, {final.Condition}";
        var canvas = new SvgCanvas(720, 460, title);
        canvas.Text(12, 24, title, 14, bold: true);
        canvas.Text(12, 44, "κ of what remains when the least confident epochs go to a person (whose epochs are left out)", 12, fill: SvgCanvas.Grey);
        var least = final.Review.Concat(revised.Review).Min(row => row.Kappa ?? 1);
        var area = new ChartArea(canvas, 80, 62, 480, 330, 50, Math.Clamp(Math.Floor(10 * least) / 10, -1, 0.9), 1);
        area.Axes("reviewed by a person, % of epochs", "κ of the rest", 10, 0.1, "0");
        area.Legend(590, 90);
        foreach (var (report, isRevised) in new[] { (final, false), (revised, true) })
            area.Series(report.Review.Where(row => row.Kappa is not null).Select(row => (100 * row.ReviewedShare, row.Kappa!.Value)), isRevised);
        return canvas.ToString();
    }
}
