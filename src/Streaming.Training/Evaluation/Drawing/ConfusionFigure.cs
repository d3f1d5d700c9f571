using System.Globalization;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation.Drawing;

/// <summary>Confusion matrices side by side: rows the reference, share of the row as darkness and per cent, count below.</summary>
internal static class ConfusionFigure
{
    private const double Cell = 68;
    private const double Left = 66;
    private const double Top = 78;
    private const double Panel = Left + 5 * Cell + 24;

    public static string Of(IReadOnlyList<DecisionReport> decisions)
    {
        var title = $"{decisions[0].Model}: {decisions[0].Data}, {decisions[0].Condition}";
        var canvas = new SvgCanvas(Math.Max(Panel * decisions.Count, 700), Top + 5 * Cell + 40, title);
        canvas.Text(12, 24, title, 14, bold: true);
        for (var i = 0; i < decisions.Count; i++) Draw(canvas, i * Panel, decisions[i]);
        return canvas.ToString();
    }

    private static void Draw(SvgCanvas canvas, double left, DecisionReport report)
    {
        var kappa = report.Figures[Figures.Kappa].Value;
        canvas.Text(left + Left, 48, string.Create(CultureInfo.InvariantCulture, $"{report.Decision}, κ {FigureText.Number(kappa, "0.00")}, {report.Epochs} epochs"), 13, bold: true);
        canvas.Upright(left + 16, Top + 2.5 * Cell, "reference", 12);
        canvas.Text(left + Left + 2.5 * Cell, Top + 5 * Cell + 22, "given", 12, "middle");
        for (var row = 0; row < 5; row++)
        {
            canvas.Text(left + Left + (row + 0.5) * Cell, Top - 8, DecisionReports.Stages[row], 13, "middle");
            canvas.Text(left + Left - 8, Top + (row + 0.5) * Cell + 5, DecisionReports.Stages[row], 13, "end");
            var sum = report.Confusion[row].Sum();
            for (var column = 0; column < 5; column++)
            {
                var share = sum == 0 ? 0 : report.Confusion[row][column] / (double)sum;
                var (x, y) = (left + Left + column * Cell, Top + row * Cell);
                var ink = IsDark(share) ? "#ffffff" : "#000000";
                canvas.Rectangle(x, y, Cell, Cell, Blue(share), "#ffffff");
                canvas.Text(x + Cell / 2, y + 31, sum == 0 ? "–" : string.Create(CultureInfo.InvariantCulture, $"{100 * share:0} %"), 15, "middle", ink);
                canvas.Text(x + Cell / 2, y + 50, report.Confusion[row][column].ToString(CultureInfo.InvariantCulture), 11, "middle", ink);
            }
        }
    }

    // Black on a ground of relative luminance Y contrasts (Y + 0.05) / 0.05, white 1.05 / (Y + 0.05) (WCAG 2): whichever is more, 4.5 at least.
    private static bool IsDark(double share)
    {
        double Linear(int value) => value <= 10 ? value / 255.0 / 12.92 : Math.Pow((value / 255.0 + 0.055) / 1.055, 2.4);
        var luminance = 0.2126 * Linear(Mix(242, 0, share)) + 0.7152 * Linear(Mix(246, 82, share)) + 0.0722 * Linear(Mix(250, 140, share));
        return (luminance + 0.05) * (luminance + 0.05) < 1.05 * 0.05;
    }

    // From near white to the blue of the palette: one hue, so that lightness alone orders it.
    private static string Blue(double share) => string.Create(
        CultureInfo.InvariantCulture, $"#{Mix(242, 0, share):x2}{Mix(246, 82, share):x2}{Mix(250, 140, share):x2}");

    private static int Mix(int from, int to, double share) => (int)Math.Round(from + (to - from) * share);
}
