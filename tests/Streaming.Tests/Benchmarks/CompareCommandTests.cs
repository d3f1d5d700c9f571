using Streaming.Benchmarks;

namespace Streaming.Tests.Benchmarks;

public sealed class CompareCommandTests
{
    [Theory]
    [InlineData(1.0, 0.86, true, 0)]
    [InlineData(1.0, 0.84, true, 1)]
    [InlineData(1.0, 3.00, true, 0)]
    [InlineData(1.0, 1.16, false, 0)] // less is better: 1 / 1.16 = 0.86
    [InlineData(1.0, 1.19, false, 1)]
    [InlineData(0.0, 0.0, false, 0)]
    [InlineData(0.0, 1.0, false, 1)]
    public void Ratio_that_got_worse_by_more_than_fifteen_percent_is_found(double before, double after, bool isHigherBetter, int expected)
    {
        using var report = new StringWriter();
        var found = CompareCommand.Compare(Rows([Row("a row (7 ms)", before, isHigherBetter)]), Rows([Row("a row (9 ms)", after, isHigherBetter)]), report);
        Assert.Equal(expected, found);
        Assert.Contains(expected == 0 ? "ok" : "WORSE", report.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Better_of_several_turns_counts()
    {
        var rows = Rows([Row("a row", 0.5), Row("a row", 0.9)], [Row("a row", 0.7)]);
        Assert.Equal(0.9, Assert.Single(rows).Value.Ratio);
    }

    [Fact]
    public void What_sets_two_rows_of_one_run_against_each_other_is_not_compared_and_nothing_compared_is_a_failure()
    {
        var rows = Rows([Row("one over the other", 0.5) with { IsCompared = false }, Figure.Skipped("room", "not here", "no peer")]);
        Assert.Empty(rows);
        Assert.Equal(1, CompareCommand.Compare(rows, rows, TextWriter.Null));
    }

    private static IReadOnlyDictionary<string, Figure> Rows(params Figure[][] runs) => CompareCommand.Best(runs);

    private static Figure Row(string what, double ratio, bool isHigherBetter = true) => new("room", what, "", "", ratio, "", null, isHigherBetter);
}
