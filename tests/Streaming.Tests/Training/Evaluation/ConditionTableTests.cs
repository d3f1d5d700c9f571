using Streaming.Core.Staging;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

/// <summary>What a table's line is held against its first by.</summary>
public sealed class ConditionTableTests
{
    // 50 Hz kept one sample too few of a night's last epoch; the evaluation ended there, all it had measured lost.
    [Theory]
    [InlineData(99, 100)]
    [InlineData(100, 99)]
    public void Condition_is_compared_over_the_epochs_that_both_have(int here, int first)
    {
        var longer = SyntheticNights.Of("a", 3, epochs: 100);
        var night = longer with { Evidence = [.. longer.Evidence.Take(here)], Truth = [.. longer.Truth.Take(here)] };
        Stage?[] truth = [.. longer.Truth];
        var row = ConditionTable.Rates.Row("model", "data", "50 Hz", "FINAL", [night], [truth[..here]], [truth[..first]]);
        Assert.Equal(99, row.Epochs);
        Assert.Equal(0, row.ChangedShare!.Value);
    }

    [Theory]
    [InlineData("2222222222", "22222222W2", 0.1)]
    [InlineData("2222222222", "2222222???", 0.3)]
    [InlineData("?????22222", "2222222222", 0.5)]
    [InlineData("????222222", "????222223", 0.166667)] // of the six that either decided
    public void Stage_for_none_and_none_for_a_stage_are_changes(string first, string here, double changed)
    {
        var night = SyntheticNights.Of("a", 3, epochs: 10);
        var row = ConditionTable.Rates.Row("model", "data", "gain", "FINAL", [night], [Stages(here)], [Stages(first)]);
        Assert.Equal(changed, row.ChangedShare!.Value);
    }

    private static Stage?[] Stages(string text) =>
        [.. text.Select(c => (Stage?)(c switch { 'W' => Stage.W, '2' => Stage.N2, '3' => Stage.N3, _ => Stage.Unscorable }))];
}
