using System.Globalization;
using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Evaluation.Drawing;

/// <summary>One night: FINAL hypnogram above its hypnodensity above REVISED above the reference; where a decision differs is marked below it.</summary>
internal static class NightFigure
{
    private const double Left = 130;
    private const double PlotWidth = 1020;
    private const double Width = Left + PlotWidth + 30;
    private const double StageHeight = 16;
    private const double DensityHeight = 110;
    private static readonly Stage[] TopToBottom = [Stage.W, Stage.R, Stage.N1, Stage.N2, Stage.N3];

    public static string Of(string title, ReadNight night, SmootherSpec smoother)
    {
        var smoothed = night.Smooth(smoother);
        var canvas = new SvgCanvas(Width, 560, title);
        canvas.Text(Left, 26, title, 16, bold: true);
        Legend(canvas, 48);
        Hypnogram(canvas, 66, "FINAL", Score(night, smoothed.FinalStages), smoothed.FinalStages, night.Truth);
        Density(canvas, 184, smoothed.Final);
        Hypnogram(canvas, 320, "REVISED", Score(night, smoothed.RevisedStages), smoothed.RevisedStages, night.Truth);
        Hypnogram(canvas, 436, "reference", "", night.Truth, null);
        Hours(canvas, 526, night.Evidence);
        return canvas.ToString();
    }

    private static double X(double epoch, int epochs) => Left + PlotWidth * epoch / Math.Max(1, epochs);

    private static string Score(ReadNight night, IReadOnlyList<Stage?> given)
    {
        var agreement = Agreement.Of(night.Truth, given);
        return $"κ {FigureText.Number(FigureValue.Rounded(agreement.Kappa), "0.00")}, accuracy {FigureText.Number(FigureValue.Rounded(agreement.Accuracy), "0.00")}";
    }

    private static void Legend(SvgCanvas canvas, double y)
    {
        for (var i = 0; i < TopToBottom.Length; i++)
        {
            canvas.Rectangle(Left + 70 * i, y - 11, 14, 12, StageColours.Of(TopToBottom[i]), SvgCanvas.Grey);
            canvas.Text(Left + 70 * i + 20, y, DecisionReports.Stages[(int)TopToBottom[i]], 12);
        }
        canvas.Rectangle(Left + 350, y - 8, 14, 5, "#b00020");
        canvas.Text(Left + 370, y, "differs from the reference", 12);
        canvas.Text(Left + PlotWidth, y, "automatic, unreviewed; not a medical device", 11, "end", SvgCanvas.Grey);
    }

    private static void Hypnogram(SvgCanvas canvas, double top, string name, string score, IReadOnlyList<Stage?> stages, IReadOnlyList<Stage?>? reference)
    {
        canvas.Text(12, top + 14, name, 13, bold: true);
        foreach (var (part, i) in score.Split(", ").Select((part, i) => (part, i))) canvas.Text(12, top + 34 + 16 * i, part, 11, fill: SvgCanvas.Grey);
        for (var i = 0; i < TopToBottom.Length; i++)
        {
            canvas.Line(Left, Level(i), Left + PlotWidth, Level(i), "#e6e6e6");
            canvas.Text(Left - 6, Level(i) + 4, DecisionReports.Stages[(int)TopToBottom[i]], 10, "end", SvgCanvas.Grey);
        }
        double? before = null;
        foreach (var (from, to, stage) in Runs(stages))
        {
            if (stage is not { } given || !Core.Hypnogram.Hypnogram.IsScored(stage))
            {
                before = null; // not scored: the line is broken
                continue;
            }
            var (x1, x2, y) = (X(from, stages.Count), X(to, stages.Count), Level(Array.IndexOf(TopToBottom, given)));
            if (before is { } last) canvas.Line(x1, last, x1, y, SvgCanvas.Grey);
            canvas.Rectangle(x1, y - 4, Math.Max(0.8, x2 - x1), 8, StageColours.Of(given), given == Stage.W ? "#9a8f1e" : null);
            before = y;
        }
        if (reference is null) return;
        foreach (var (from, to, differs) in Runs([.. stages.Select((stage, n) => Differs(stage, reference[n]))]))
            if (differs) canvas.Rectangle(X(from, stages.Count), top + 5 * StageHeight + 8, Math.Max(0.8, X(to, stages.Count) - X(from, stages.Count)), 5, "#b00020");

        double Level(int place) => top + 8 + StageHeight * place;
    }

    private static bool Differs(Stage? given, Stage? reference) =>
        Core.Hypnogram.Hypnogram.IsScored(given) && Core.Hypnogram.Hypnogram.IsScored(reference) && given != reference;

    // Probabilities stacked, N3 at the bottom as in the hypnogram; blank where nothing was decided.
    private static void Density(SvgCanvas canvas, double top, IReadOnlyList<StageDecision> decisions)
    {
        canvas.Text(12, top + 14, "FINAL", 13, bold: true);
        canvas.Text(12, top + 32, "probabilities", 11, fill: SvgCanvas.Grey);
        canvas.Rectangle(Left, top, PlotWidth, DensityHeight, "#f2f2f2");
        foreach (var (from, to, scored) in Runs([.. decisions.Select(decision => decision.Probabilities.Length > 0)]))
        {
            if (!scored) continue;
            var floor = new double[to - from];
            foreach (var stage in TopToBottom.Reverse())
            {
                double[] ceiling = [.. floor.Select((low, i) => low + decisions[from + i].Probabilities[(int)stage])];
                canvas.Polygon([.. Steps(ceiling), .. Steps(floor).Reverse()], StageColours.Of(stage));
                floor = ceiling;
            }

            IEnumerable<(double X, double Y)> Steps(double[] shares) => shares.SelectMany((share, i) => new[]
            {
                (X(from + i, decisions.Count), top + DensityHeight * (1 - share)), (X(from + i + 1, decisions.Count), top + DensityHeight * (1 - share)),
            });
        }
        foreach (var share in (double[])[0, 0.5, 1]) canvas.Text(Left - 6, top + DensityHeight * (1 - share) + 4, share.ToString(CultureInfo.InvariantCulture), 10, "end", SvgCanvas.Grey);
    }

    private static void Hours(SvgCanvas canvas, double y, IReadOnlyList<EpochEvidence> evidence)
    {
        canvas.Line(Left, y, Left + PlotWidth, y, SvgCanvas.Ink);
        var hours = evidence.Count / 120.0;
        var step = hours > 3 ? 1.0 : hours > 1 ? 0.25 : 0.1;
        for (var hour = 0.0; hour <= hours + 1e-9; hour += step)
        {
            var x = X(hour * 120, evidence.Count);
            canvas.Line(x, y, x, y + 5, SvgCanvas.Ink);
            canvas.Text(x, y + 20, hour.ToString("0.##", CultureInfo.InvariantCulture), 11, "middle");
        }
        canvas.Text(12, y + 20, "hours", 11, fill: SvgCanvas.Grey);
    }

    private static IEnumerable<(int From, int To, T Value)> Runs<T>(IReadOnlyList<T> values)
    {
        for (var from = 0; from < values.Count;)
        {
            var to = from + 1;
            while (to < values.Count && EqualityComparer<T>.Default.Equals(values[to], values[from])) to++;
            yield return (from, to, values[from]);
            from = to;
        }
    }
}
