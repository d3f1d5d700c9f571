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

    private async Task<ListNightsResponse> ListAsync(ListNightsRequest request) => await _host.Client.ListNightsAsync(request, cancellationToken: Stop);

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
