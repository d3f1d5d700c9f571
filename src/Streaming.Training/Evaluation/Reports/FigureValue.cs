using Streaming.Core.Hypnogram;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>A figure and its interval; null where there is nothing to compute it of.</summary>
/// <param name="Interval">How the ends were found, or why there are none.</param>
internal sealed record FigureValue(double? Value, double? Low, double? High, string Interval)
{
    public static FigureValue Of(ConfidenceInterval interval) => new(
        Rounded(interval.Estimate), Rounded(interval.Low), Rounded(interval.High), $"{100 * interval.Level:0} % {interval.Method}");

    /// <param name="reason">Why no interval is given.</param>
    public static FigureValue Without(double value, string reason) => new(Rounded(value), null, null, reason);

    /// <summary>To six places, so that files differ where figures do; JSON knows no NaN.</summary>
    public static double? Rounded(double? value) => value is { } number && double.IsFinite(number) ? Math.Round(number, 6) : null;
}
