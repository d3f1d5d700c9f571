using Streaming.V1;

namespace Streaming.Tests.Service.Ingest;

/// <summary>What an event's id and time are for, and what becomes of those who use them otherwise.</summary>
public sealed class EventIdTests : IAsyncLifetime
{
    private readonly TestStudy _study = new(65, seed: 711);
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync();
        await _host.FeedAsync("bed-1", "study", _study.Descriptor);
        await _host.FeedAsync("bed-1", _study.Blocks());
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Second_event_of_an_id_is_told_when_it_says_something_else_and_the_first_is_kept()
    {
        await FeedAsync(5, happened => happened.LightsOff = new LightsOff());
        await FeedAsync(60, happened => happened.LightsOn = new LightsOn());
        await _host.FeedAsync("bed-1", "event", _study.End());

        var night = await _host.EndedNightAsync(_study.Id);

        Assert.Equal([false], night.Lights.Select(mark => mark.On));
        var told = await ToldAsync();
        Assert.Equal(("event-changed", 1L, _study.Id), (told?.Cause, told?.Count, told?.StudyId));
        Assert.Contains(Id, told!.Text, StringComparison.Ordinal);
        Assert.Equal(1, (await ShownAsync()).RejectedMessages);
    }

    [Fact]
    public async Task Same_event_again_is_no_news_whatever_it_is()
    {
        Action<StudyEvent>[] kinds =
        [
            happened => happened.LightsOff = new LightsOff(), happened => happened.Marker = new Marker { Text = "m" },
            happened => happened.Note = new Note { Text = "n", Author = "a" }, happened => happened.Cpap = new Cpap { PressureCmH2O = 8 },
        ];
        foreach (var (n, kind) in kinds.Index())
        {
            for (var time = 0; time < 2; time++) await FeedAsync(5, kind, new Guid(n, 9, 0, new byte[8]).ToString());
        }
        await _host.FeedAsync("bed-1", "event", _study.End());

        var night = await _host.EndedNightAsync(_study.Id);

        Assert.Equal((1, 2, 1), (night.Lights.Count, night.Notes.Count, night.Marks.Count));
        Assert.Null(await ToldAsync());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Study_ends_whatever_time_its_end_names(bool hasTime)
    {
        var end = _study.End();
        end.AtSeconds = hasTime ? new Rational { Numerator = -5, Denominator = 1 } : null;

        await _host.FeedAsync("bed-1", "event", end);

        Assert.True((await _host.EndedNightAsync(_study.Id)).Ended);
        Assert.Equal(0, (await ShownAsync()).RejectedMessages);
    }

    [Fact]
    public async Task End_more_than_a_day_beyond_all_that_came_is_not_believed_and_that_is_told()
    {
        var end = _study.End();
        end.StudyEnded.Channels[1].LastIndex = (65 + 86_400) * 100 + 1;

        await _host.FeedAsync("bed-1", "event", end);

        Assert.All((await _host.EndedNightAsync(_study.Id)).Accounts, account => Assert.Equal(0, account.Lost));
        var told = (await ShownAsync()).Advisories.Single(advisory => advisory.Cause == "index-leap");
        Assert.StartsWith("study_ended: last_index 8646501 of channel 1 is more than a day beyond", told.Text, StringComparison.Ordinal);
    }

    private const string Id = "00000000-0000-0000-0000-000000000000";

    private Task FeedAsync(int at, Action<StudyEvent> what, string id = Id)
    {
        var happened = new StudyEvent { StudyId = _study.Id, EventId = id, AtSeconds = new Rational { Numerator = at, Denominator = 1 } };
        what(happened);
        return _host.FeedAsync("bed-1", "event", happened);
    }

    private async Task<Advisory?> ToldAsync() => (await ShownAsync()).Advisories.SingleOrDefault(advisory => advisory.Cause == "event-changed");

    private async Task<Bed> ShownAsync() =>
        (await _host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single();
}
