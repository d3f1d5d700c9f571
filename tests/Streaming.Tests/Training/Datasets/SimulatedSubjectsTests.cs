using Streaming.Training.Datasets;

namespace Streaming.Tests.Training.Datasets;

public sealed class SimulatedSubjectsTests
{
    [Fact]
    public void Splits_share_no_subject()
    {
        var seeds = from split in new[] { Split.Training, Split.Validation, Split.Test }
                    from subject in Enumerable.Range(0, 3000)
                    select SimulatedSubjects.NightSeed(split, 1, subject);
        Assert.Distinct(seeds);
    }
}
