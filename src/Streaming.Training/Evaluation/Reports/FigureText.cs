using static System.FormattableString;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>Figures as people read them.</summary>
internal static class FigureText
{
    /// <summary>Value and interval: <c>0.712 [0.688, 0.741]</c>; the value alone where no interval is given.</summary>
    public static string Of(FigureValue? figure) => figure?.Value is null ? "–"
        : figure.Low is null ? Number(figure.Value)
        : Invariant($"{figure.Value:0.000} [{figure.Low:0.000}, {figure.High:0.000}]");

    /// <summary>Why there are no intervals, each reason once, as a line below a table; empty where every figure has its own.</summary>
    public static string WithoutInterval(IEnumerable<FigureValue?> figures)
    {
        var reasons = figures.Where(figure => figure is { Value: not null, Low: null }).Select(figure => figure!.Interval).Distinct().ToArray();
        return reasons.Length == 0 ? "" : string.Join("; ", reasons) + ".\n\n";
    }

    /// <summary>In points of a hundred, with a sign: <c>+1.3 [−0.2, +2.9]</c>; without the interval where none is given.</summary>
    public static string Points(FigureValue? figure) =>
        figure?.Value is null ? "" : figure.Low is null ? Signed(figure.Value) : $"{Signed(figure.Value)} [{Signed(figure.Low)}, {Signed(figure.High)}]";

    /// <summary>As per cent: <c>0.42 %</c>.</summary>
    public static string Percent(double? share) => share is null ? "–" : Invariant($"{100 * share:0.##} %");

    public static string Number(double? value, string format = "0.000") =>
        value is null ? "–" : value.Value.ToString(format, System.Globalization.CultureInfo.InvariantCulture);

    private static string Signed(double? value) => value is null ? "–" : Invariant($"{100 * value:+0.0;−0.0;0.0}");
}
