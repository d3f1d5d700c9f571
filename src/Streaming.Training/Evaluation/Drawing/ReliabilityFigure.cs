using System.Globalization;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation.Drawing;

/// <summary>Stated confidence against the share that were right, and how many epochs stated it.</summary>
internal static class ReliabilityFigure
{
    private const int FewEpochs = 10; // of so few the share that were right says nothing; a line through it would

    public static string Of(DecisionReport final, DecisionReport revised)
    {
        var title = $"{final.Model}: {final.Data}, {final.Condition}";
        var canvas = new SvgCanvas(720, 560, title);
        canvas.Text(12, 24, title, 14, bold: true);
        canvas.Text(12, 44, string.Create(
            CultureInfo.InvariantCulture,
            $"Expected calibration error: FINAL {final.CalibrationError:0.000}, REVISED {revised.CalibrationError:0.000}"), 12, fill: SvgCanvas.Grey);
        var area = new ChartArea(canvas, 80, 62, 420, 340, 1, 0, 1);
        area.Axes("stated confidence", "share that were right", 0.2, 0.2, "0.0");
        canvas.Line(area.X(0), area.Y(0), area.X(1), area.Y(1), SvgCanvas.Grey, dashed: true);
        area.Legend(530, 90);
        canvas.Text(530, 140, "above the diagonal: too modest", 11, fill: SvgCanvas.Grey);
        canvas.Text(530, 156, "below: too sure", 11, fill: SvgCanvas.Grey);
        canvas.Text(530, 172, "a larger mark: more epochs", 11, fill: SvgCanvas.Grey);
        canvas.Text(530, 188, $"no line: fewer than {FewEpochs} epochs", 11, fill: SvgCanvas.Grey);
        foreach (var (report, isRevised) in new[] { (final, false), (revised, true) })
        {
            double Radius(ReliabilityRow row) => 2.5 + 7 * Math.Sqrt(row.Epochs / (double)Math.Max(1, report.Epochs));
            ReliabilityRow[] enough = [.. report.Reliability.Where(row => row.Epochs >= FewEpochs)];
            area.Series(enough.Select(row => (row.Confidence!.Value, row.Accuracy!.Value)), isRevised, i => Radius(enough[i]));
            foreach (var row in report.Reliability.Where(row => row.Epochs is > 0 and < FewEpochs))
                area.Marker(area.X(row.Confidence!.Value), area.Y(row.Accuracy!.Value), Radius(row), isRevised);
        }
        Counts(new ChartArea(canvas, 80, 470, 420, 62, 1, 0, 1), final);
        return canvas.ToString();
    }

    private static void Counts(ChartArea area, DecisionReport final)
    {
        var most = Math.Max(1, final.Reliability.Max(row => row.Epochs));
        foreach (var row in final.Reliability)
        {
            var height = area.Height * row.Epochs / most;
            area.Canvas.Rectangle(area.X(row.From) + 1, area.Top + area.Height - height, area.X(row.To) - area.X(row.From) - 2, height, StageColours.Final);
            if (row.Epochs > 0)
                area.Canvas.Text(
                    (area.X(row.From) + area.X(row.To)) / 2, area.Top + area.Height - height - 3, row.Epochs.ToString(CultureInfo.InvariantCulture), 9, "middle");
        }
        area.Canvas.Line(area.Left, area.Top + area.Height, area.Left + area.Width, area.Top + area.Height, SvgCanvas.Ink);
        area.Canvas.Text(area.Left + area.Width / 2, area.Top + area.Height + 20, "epochs by stated confidence, FINAL", 12, "middle");
    }
}
