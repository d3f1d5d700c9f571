using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class StagePagesTests
{
    [Theory]
    [InlineData(30, 30, 30, 90, 60)]
    [InlineData(20, 20, 20, 20, 20, 20)]
    [InlineData(20, 40, 100, 60, 20, 200)]
    [InlineData(30, 60, 600, 1200)]
    [InlineData(30, 40, 30, 30, 30, 30)]
    [InlineData(30, 20, 20, 30, 30, 30, 30)]
    [InlineData(30, 20, 20)]
    [InlineData(30, 10, 20, 50, 40, 70, 90)]
    [InlineData(30)]
    public void Length_of_a_page_is_the_one_that_nearly_all_runs_fit(int expected, params int[] lengths) =>
        Assert.Equal(expected, StagePages.Seconds(Runs(lengths)));

    [Fact]
    public void Runs_of_whole_pages_of_30_s_are_never_taken_for_20() => Prop.ForAll(
        ArbMap.Default.ArbFor<byte[]>(), pages => StagePages.Seconds(Runs([.. pages.Select(count => 30 * (count + 1))])) == 30).QuickCheckThrowOnFailure();

    private static StageRun[] Runs(int[] lengths) => [.. lengths.Select((length, i) => new StageRun(lengths[..i].Sum(), lengths[..i].Sum() + length, Stage.N2))];
}
