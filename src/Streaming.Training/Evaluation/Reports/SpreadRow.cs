using Streaming.Core.Hypnogram;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>How a figure varies.</summary>
internal sealed record SpreadRow(
    int Count, double? Mean, double? Deviation, double? Least, double? LowerQuartile, double? Median, double? UpperQuartile, double? Greatest)
{
    public static SpreadRow Of(IEnumerable<double> values)
    {
        var spread = Spread.Of(values);
        return new SpreadRow(
            spread.Count, FigureValue.Rounded(spread.Mean), FigureValue.Rounded(spread.Deviation), FigureValue.Rounded(spread.Least),
            FigureValue.Rounded(spread.LowerQuartile), FigureValue.Rounded(spread.Median), FigureValue.Rounded(spread.UpperQuartile),
            FigureValue.Rounded(spread.Greatest));
    }
}
