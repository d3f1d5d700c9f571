using Grpc.Core;
using Streaming.V1;

namespace Streaming.Tests.Service.Serving;

/// <summary>Nights whose bed has begun another since: found, opened and signed like any other.</summary>
public sealed class NightListTests : IAsyncLifetime
{
    private readonly TestStudy _evening = new(95, seed: 31);
    private readonly TestStudy _night = new(65, seed: 32);
    private readonly TestStudy _other = new(65, seed: 33);
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync();
        // Of the first no end is told: its gateway began anew under another study.
        await _host.FeedAsync("bed-1", "study", _evening.Descriptor);
        await _host.FeedAsync("bed-1", _evening.Blocks());
        await _host.KnownAsync(_evening.Id); // beds open their studies each in its own time
        await _host.FeedAsync("bed-2", _other);
        await _host.EndedNightAsync(_other.Id);
        await _host.FeedAsync("bed-1", _night);
        await _host.EndedNightAsync(_night.Id);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task An_earlier_night_of_a_bed_is_listed_with_why_it_ended()
    {
        var answer = await ListAsync(new ListNightsRequest());

        Assert.Equal([_night.Id, _other.Id, _evening.Id], answer.Nights.Select(night => night.StudyId));
        Assert.False(answer.More);
        Assert.Equal([true, true, false], answer.Nights.Select(night => night.Latest));
        var evening = answer.Nights[^1];
        Assert.Equal(("lab", "bed-1", true, "superseded", 0L, 2L), (evening.Site, evening.Bed, evening.Ended, evening.EndReason, evening.FirstEpoch, evening.LastEpoch));
        Assert.Equal((_evening.Descriptor.Pseudonym, _evening.Descriptor.Start), (evening.Pseudonym, evening.Start));
        Assert.Null(evening.Signature);
    }

    [Fact]
    public async Task It_can_be_signed_and_the_list_says_so()
    {
        await _host.Client.SignNightAsync(new SignNightRequest { Night = new NightRef { StudyId = _evening.Id }, Author = "rt" }, cancellationToken: Stop);

        var listed = Assert.Single((await ListAsync(new ListNightsRequest())).Nights, night => night.Signature is not null);
        Assert.Equal((_evening.Id, "rt", SignatureState.Standing), (listed.StudyId, listed.Signature.Author, listed.Signature.State));
        Assert.Equal((listed.FirstEpoch, listed.LastEpoch), (listed.Signature.FirstEpoch, listed.Signature.LastEpoch));
    }

    [Fact]
    public async Task A_bed_has_its_own_and_a_limit_says_that_there_are_more()
    {
        var bed = new BedRef { Site = "lab", Bed = "bed-1" };

        Assert.Equal([_night.Id, _evening.Id], (await ListAsync(new ListNightsRequest { Filter = bed })).Nights.Select(night => night.StudyId));
        var one = await ListAsync(new ListNightsRequest { Filter = bed, Limit = 1 });
        Assert.Equal((_night.Id, true), (Assert.Single(one.Nights).StudyId, one.More));
        Assert.Empty((await ListAsync(new ListNightsRequest { Filter = new BedRef { Site = "elsewhere" } })).Nights);
    }

    [Fact]
    public async Task All_are_read_page_by_page_and_none_comes_twice()
    {
        var seen = new List<string>();
        var request = new ListNightsRequest { Limit = 1 };
        ListNightsResponse page;
        do
        {
            page = await ListAsync(request);
            seen.AddRange(page.Nights.Select(night => night.StudyId));
            request.Before = page.Nights[^1].StudyId;
        }
        while (page.More);

        Assert.Equal([_night.Id, _other.Id, _evening.Id], seen);
        Assert.Empty((await ListAsync(request)).Nights);
        var refusal = await Assert.ThrowsAsync<RpcException>(() => ListAsync(new ListNightsRequest { Before = "tonight" }));
        Assert.Equal((StatusCode.InvalidArgument, "before: 'tonight' is not a lower-case UUID with hyphens"), (refusal.StatusCode, refusal.Status.Detail));
        var unknown = await Assert.ThrowsAsync<RpcException>(() => ListAsync(new ListNightsRequest { Before = Guid.Empty.ToString() }));
        Assert.Equal(StatusCode.NotFound, unknown.StatusCode);
    }

    [Fact]
    public async Task Nights_that_have_ended_come_once_and_again_when_they_are_edited()
    {
        var running = new TestStudy(65, seed: 34);
        await _host.FeedAsync("bed-3", "study", running.Descriptor);
        await _host.FeedAsync("bed-3", running.Blocks());
        await _host.KnownAsync(running.Id);

        // Two pages, the oldest end first; the one that runs is in none.
        var first = await ListAsync(new ListNightsRequest { Since = new ResumeToken(), Limit = 2 });
        var second = await ListAsync(new ListNightsRequest { Since = first.Token, Limit = 2 });
        var ended = first.Nights.Concat(second.Nights).ToList();
        Assert.Equal((true, false, false), (first.More, second.More, first.Reset));
        Assert.Equal([_other.Id, _evening.Id, _night.Id], ended.Select(night => night.StudyId));
        Assert.Equal(ended.Select(night => night.ChangedSequence).Order().Distinct(), ended.Select(night => night.ChangedSequence));
        Assert.Empty((await ListAsync(new ListNightsRequest { Since = second.Token })).Nights);

        // Each kind of edit brings it once more, and the end the one that ran.
        var token = second.Token;
        var night = new NightRef { StudyId = _evening.Id };
        var at = new Rational { Numerator = 31, Denominator = 1 };
        Func<Task>[] edits =
        [
            () => _host.Client.OverrideAsync(new OverrideRequest { Night = night, Epoch = 1, Stage = Stage.R, Author = "rt" }, cancellationToken: Stop).ResponseAsync,
            () => _host.Client.MarkLightsAsync(new MarkLightsRequest { Night = night, AtSeconds = at, Author = "rt" }, cancellationToken: Stop).ResponseAsync,
            () => _host.Client.AddNoteAsync(new AddNoteRequest { Night = night, AtSeconds = at, Text = "x", Author = "rt" }, cancellationToken: Stop).ResponseAsync,
            () => _host.Client.AddMarkAsync(
                new AddMarkRequest { Night = night, Mark = new NightMark { AtSeconds = at, Author = "rt", Cpap = new Cpap() } }, cancellationToken: Stop).ResponseAsync,
            () => _host.Client.SignNightAsync(new SignNightRequest { Night = night, Author = "rt" }, cancellationToken: Stop).ResponseAsync,
            () => _host.Client.SignNightAsync(
                new SignNightRequest { Night = night, Author = "rt", Comment = "x", Withdraw = true }, cancellationToken: Stop).ResponseAsync,
        ];
        foreach (var edit in edits)
        {
            await edit();
            var answer = await ListAsync(new ListNightsRequest { Since = token });
            Assert.Equal(_evening.Id, Assert.Single(answer.Nights).StudyId);
            token = answer.Token;
            Assert.Empty((await ListAsync(new ListNightsRequest { Since = token })).Nights);
        }
        await _host.FeedAsync("bed-3", "event", running.End());
        await _host.EndedNightAsync(running.Id);
        Assert.Equal(running.Id, Assert.Single((await ListAsync(new ListNightsRequest { Since = token })).Nights).StudyId);
    }

    [Fact]
    public async Task Token_of_another_store_or_of_its_future_begins_at_the_beginning_and_says_so()
    {
        var token = (await ListAsync(new ListNightsRequest { Since = new ResumeToken() })).Token;
        foreach (var strange in (ResumeToken[])[new() { StoreId = "x", CommitSequence = 1 }, new() { StoreId = token.StoreId, CommitSequence = token.CommitSequence + 1000 }])
        {
            var answer = await ListAsync(new ListNightsRequest { Since = strange });
            Assert.Equal((true, 3, token.StoreId), (answer.Reset, answer.Nights.Count, answer.Token.StoreId));
            // The store's own; not equal, for a bed may have something to say after its night.
            Assert.InRange(answer.Token.CommitSequence, token.CommitSequence, token.CommitSequence + 999);
        }
        var refusal = await Assert.ThrowsAsync<RpcException>(() => ListAsync(new ListNightsRequest { Since = token, Before = _night.Id }));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    private async Task<ListNightsResponse> ListAsync(ListNightsRequest request) => await _host.Client.ListNightsAsync(request, cancellationToken: Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
