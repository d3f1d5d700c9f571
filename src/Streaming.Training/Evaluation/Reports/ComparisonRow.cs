using Streaming.Core.Hypnogram;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>A second against a first on the same epochs: two models, or REVISED against FINAL of one.</summary>
/// <param name="Difference">Figure of the second minus figure of the first.</param>
internal sealed record ComparisonRow(
    string Data, string Condition, string First, string Second, string Figure, FigureValue Difference, double? PValue, string Test)
{
    public static ComparisonRow Of(
        string data, string condition, string first, string second, string figure, IReadOnlyList<ScoredNight> a, IReadOnlyList<ScoredNight> b)
    {
        var function = Figures.All.Single(entry => entry.Key == figure).Value;
        var paired = a.Count == 1
            ? PairedComparison.OverEpochs(a[0], b[0], function, Figures.Seed)
            : PairedComparison.OverSubjects(a, b, function, Figures.Seed);
        var difference = Figures.TooFew(a) is { } reason
            ? FigureValue.Without(paired.Difference.Estimate, reason)
            : FigureValue.Of(paired.Difference);
        return new ComparisonRow(
            data, condition, first, second, figure, difference, FigureValue.Rounded(paired.PValue), paired.Test);
    }
}
