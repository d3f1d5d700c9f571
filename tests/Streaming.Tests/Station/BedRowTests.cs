using Streaming.Station.Watching;
using Streaming.V1;

namespace Streaming.Tests.Station;

public sealed class BedRowTests
{
    private static readonly DateTimeOffset Decided = DateTimeOffset.UnixEpoch.AddDays(1);

    [Fact]
    public void Study_time_goes_on_with_the_epochs_between_changes_of_state()
    {
        var row = BedRow.Empty("lab/a").With(new Bed { StudyId = "s", StudySeconds = 45 });
        Assert.Equal(45, row.StudySeconds);
        Assert.Equal(3030, row.With(Report(100), Decided).StudySeconds);
    }

    [Fact]
    public void Age_counts_from_the_latest_epoch_and_a_revision_of_an_older_one_does_not_renew_it()
    {
        var row = BedRow.Empty("lab/a").With(Report(5), Decided).With(Report(4), Decided.AddSeconds(20));
        Assert.Equal(Decided, row.DecidedAt);
        Assert.Equal(Decided.AddSeconds(30), row.With(Report(6), Decided.AddSeconds(30)).DecidedAt);
        Assert.Equal(row, row.With(new StageReport { StudyId = "s", Revision = Revision.Provisional, Epoch = -1 }, Decided.AddSeconds(40)));
    }

    [Fact]
    public void The_last_lights_off_counts_and_a_new_study_begins_without()
    {
        var row = BedRow.Empty("lab/a").With(Lights("s", 60)).With(Lights("s", 90)).With(new LightsMark { StudyId = "s", On = true });
        Assert.Equal(90, row.LightsOffSeconds);
        Assert.Null(row.With(new Bed { StudyId = "other" }).LightsOffSeconds);
    }

    private static StageReport Report(long epoch) => new()
    {
        StudyId = "s", Epoch = epoch, Revision = Revision.Final, StartSeconds = new Rational { Numerator = 30 * epoch, Denominator = 1 },
    };

    private static LightsMark Lights(string study, int at) => new() { StudyId = study, AtSeconds = new Rational { Numerator = at, Denominator = 1 } };
}
