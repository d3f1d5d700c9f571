using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Staging;

public sealed class SleepTransitionsTests
{
    [Fact]
    public void Counts_are_those_of_the_published_hypnograms()
    {
        var file = SharedData.FileOrSkip("sleep-edf-78", "hypnograms.csv");
        var (pairs, epochs) = (new int[5, 5], new int[5]);
        foreach (var night in File.ReadLines(file).Skip(1).Select(line => line.Split(',')[2]))
        {
            for (var n = 0; n < night.Length; n++)
            {
                var stage = "W123R".IndexOf(night[n], StringComparison.Ordinal);
                var next = n + 1 < night.Length ? "W123R".IndexOf(night[n + 1], StringComparison.Ordinal) : -1;
                if (stage >= 0) epochs[stage]++;
                if (stage >= 0 && next >= 0) pairs[stage, next]++;
            }
        }
        Assert.Equal(epochs, SleepTransitions.Epochs);
        for (var from = 0; from < 5; from++)
        {
            for (var to = 0; to < 5; to++) Assert.Equal(pairs[from, to], SleepTransitions.Counts[from][to]);
        }
    }

    [Fact]
    public void Probabilities_leave_nothing_impossible()
    {
        foreach (var row in SleepTransitions.Probabilities())
        {
            Assert.Equal(1, row.Sum(), 1e-12);
            Assert.All(row, value => Assert.True(value > 0));
        }
    }
}
