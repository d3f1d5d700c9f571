using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Streaming.V1;

namespace Streaming.Tests.Service.Serving;

public sealed class SigningTests : IAsyncLifetime
{
    private readonly TestStudy _study = new(130, seed: 5);
    private ServiceHost _host = null!;

    private NightRef Night => new() { StudyId = _study.Id };

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync();
        await _host.FeedAsync("bed-1", _study);
        await _host.EndedNightAsync(_study.Id);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Signed_night_is_reviewed_and_its_stages_are_as_they_were()
    {
        var before = await GetAsync();

        var signature = await SignAsync(request => request.ExpectedSequence = before.CommitSequence);

        var after = await GetAsync();
        Assert.Equal((SignatureState.Standing, 0L, 3L, "rt"), (signature.State, signature.FirstEpoch, signature.LastEpoch, signature.Author));
        Assert.Equal(signature, Assert.Single(after.Signatures));
        Assert.All(before.Reports, report => Assert.True(report.Unreviewed));
        Assert.All(after.Reports, report => Assert.False(report.Unreviewed));
        Assert.Equal(before.Reports.Select(report => report.Stage), after.Reports.Select(report => report.Stage));
        Assert.True(after.Review.Signed);
        Assert.Equal((4L, 0L, false), (after.Review.Epochs, after.Review.ReviewedEpochs, before.Review.Signed));
    }

    [Fact]
    public async Task Signature_of_a_part_leaves_the_rest_unreviewed()
    {
        await SignAsync(request => (request.FirstEpoch, request.LastEpoch) = (1, 2));

        Assert.Equal([true, false, false, true], (await GetAsync()).Reports.Select(report => report.Unreviewed));
    }

    [Theory]
    [InlineData("override", "override at 00:00:30")]
    [InlineData("import", "override at 00:00:30")]
    [InlineData("lights", "lights off")]
    public async Task What_changes_after_signing_supersedes_the_signature_and_says_so(string change, string reason)
    {
        var signature = await SignAsync();
        var other = (await GetAsync()).Reports[1].Stage == Stage.N3 ? Stage.N2 : Stage.N3;

        await (change switch
        {
            "override" => OverrideAsync(1, other),
            "import" => _host.Client.ImportOverridesAsync(
                new ImportOverridesRequest { Night = Night, Author = "editor", Overrides = { new StageOverride { Epoch = 1, Stage = other } } },
                cancellationToken: Stop).ResponseAsync,
            _ => MarkAsync(),
        });

        var night = await GetAsync();
        var ended = Assert.Single(night.Signatures);
        Assert.Equal((SignatureState.Superseded, "editor", reason), (ended.State, ended.EndedBy, ended.EndReason));
        Assert.Equal((signature.CommitSequence, signature.At), (ended.CommitSequence, ended.At));
        Assert.False(night.Review.Signed);
        Assert.Equal(change == "lights" ? 4 : 3, night.Reports.Count(report => report.Unreviewed));
        var seen = await _host.WatchUntilAsync(
            items => items.Count(item => item.Signature is not null) == 2, new WatchRequest { Resume = new ResumeToken { StoreId = StoreId, CommitSequence = 1 } });
        Assert.Equal([SignatureState.Standing, SignatureState.Superseded], seen.Where(item => item.Signature is not null).Select(item => item.Signature.State));
    }

    [Fact]
    public async Task Mark_or_note_after_signing_leaves_the_signature()
    {
        await SignAsync();
        await _host.Client.AddNoteAsync(
            new AddNoteRequest { Night = Night, AtSeconds = At(5), Text = "cough", Author = "rt" }, cancellationToken: Stop);
        await _host.Client.AddMarkAsync(
            new AddMarkRequest { Night = Night, Mark = new NightMark { AtSeconds = At(5), Author = "rt", Cpap = new Cpap { PressureCmH2O = 8 } } },
            cancellationToken: Stop);

        Assert.True((await GetAsync()).Review.Signed);
    }

    [Fact]
    public async Task Superseded_or_withdrawn_night_can_be_signed_again_and_every_signature_is_kept()
    {
        await SignAsync();
        await OverrideAsync(2, Stage.R);
        await SignAsync();
        await SignAsync(request => (request.Withdraw, request.Comment) = (true, "wrong bed"));
        await SignAsync(request => request.Author = "md");
        await SignAsync(request => request.Author = "md2");

        var night = await GetAsync();
        Assert.Equal(
            [(SignatureState.Superseded, "override at 00:01:00"), (SignatureState.Withdrawn, "withdrawn: wrong bed"),
                (SignatureState.Superseded, "signed again"), (SignatureState.Standing, "")],
            night.Signatures.Select(signature => (signature.State, signature.EndReason)));
        Assert.Equal(["sign-night", "override", "sign-night", "withdraw-signature", "sign-night", "sign-night"], Audit());
        Assert.Equal((1L, 2L, 2L), (night.Review.ReviewedEpochs, night.Review.FirstReviewedEpoch, night.Review.LastReviewedEpoch));
        Assert.False(Assert.Single(night.Reports, report => report.Revision == Revision.Overridden).Unreviewed);
    }

    [Fact]
    public async Task Night_that_was_changed_since_it_was_looked_at_is_not_signed()
    {
        var seen = await GetAsync();
        await OverrideAsync(0, Stage.W);

        var refusal = await Assert.ThrowsAsync<RpcException>(() => SignAsync(request => request.ExpectedSequence = seen.CommitSequence));

        Assert.Equal(StatusCode.Aborted, refusal.StatusCode);
        Assert.Empty((await GetAsync()).Signatures);
    }

    [Fact]
    public async Task Night_that_goes_on_is_not_signed()
    {
        var open = new TestStudy(70, seed: 6);
        await _host.FeedAsync("bed-2", "study", open.Descriptor);
        await _host.FeedAsync("bed-2", open.Blocks());
        await _host.WatchUntilAsync(seen => seen.Any(item => item.Report is { Bed: "bed-2", Epoch: 0 } || item.SnapshotNight is { Bed: "bed-2", Reports.Count: > 0 }));

        var refusal = await Assert.ThrowsAsync<RpcException>(() => SignAsync(request => request.Night = new NightRef { StudyId = open.Id }));

        Assert.Equal((StatusCode.FailedPrecondition, "the night goes on; sign when it has ended"), (refusal.StatusCode, refusal.Status.Detail));
    }

    [Fact]
    public async Task Nonsense_is_refused()
    {
        Assert.Equal(StatusCode.FailedPrecondition, await RefusalAsync(request => (request.Withdraw, request.Comment) = (true, "x")));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(request => request.Withdraw = true)); // why?
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(request => request.Author = ""));
        foreach (var unseen in "\u0007\u202e\u200b\u2028") // a bell, the line turned round, no width, a line of its own
            Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(request => request.Author = $"md{unseen}"));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(request => request.FirstEpoch = 4));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(request => (request.FirstEpoch, request.LastEpoch) = (2, 1)));
        Assert.Equal(StatusCode.InvalidArgument, await RefusalAsync(request => request.LastEpoch = 4));
    }

    [Fact]
    public async Task Single_channel_withholds_R_latency_and_N3_until_the_night_is_signed()
    {
        var single = new TestStudy(130, seed: 7);
        single.Descriptor.Channels.RemoveAt(2);
        single.Descriptor.Channels.RemoveAt(1);
        await _host.FeedAsync("bed-3", "study", single.Descriptor);
        var night = new NightRef { StudyId = single.Id };
        await _host.FeedAsync("bed-3", single.Blocks());
        await _host.FeedAsync("bed-3", "event", single.End());
        await _host.EndedNightAsync(single.Id);
        await _host.Client.MarkLightsAsync(new MarkLightsRequest { Night = night, AtSeconds = At(0), Author = "rt" }, cancellationToken: Stop);
        foreach (var (epoch, stage) in new[] { (0, Stage.N2), (1, Stage.N3), (2, Stage.R) })
            await _host.Client.OverrideAsync(new OverrideRequest { Night = night, Epoch = epoch, Stage = stage, Author = "rt" }, cancellationToken: Stop);

        var before = (await _host.Client.GetNightAsync(new GetNightRequest { Night = night }, cancellationToken: Stop)).Statistics;
        await SignAsync(request => request.Night = night);
        var after = (await _host.Client.GetNightAsync(new GetNightRequest { Night = night }, cancellationToken: Stop)).Statistics;

        Assert.Equal(["rem_latency_minutes", "rem_latency_without_wake_minutes", "n3_minutes", "n3_percent"], before.Withheld.Select(figure => figure.Name));
        Assert.False(before.HasRemLatencyMinutes || before.HasN3Percent || before.HasN3Minutes);
        Assert.Equal((1.0, 0.5, 0), (after.RemLatencyMinutes, after.N3Minutes, after.Withheld.Count));
        Assert.Empty((await GetAsync()).Statistics.Withheld); // an EEG and an eye
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private string StoreId => _host.Services.GetRequiredService<Streaming.Service.Recording.NightLog>().StoreId;

    private static Rational At(int seconds) => new() { Numerator = seconds, Denominator = 1 };

    private async Task<Night> GetAsync() => await _host.Client.GetNightAsync(new GetNightRequest { Night = Night }, cancellationToken: Stop);

    private async Task<Signature> SignAsync(Action<SignNightRequest>? change = null)
    {
        var request = new SignNightRequest { Night = Night, Author = "rt" };
        change?.Invoke(request);
        return (await _host.Client.SignNightAsync(request, cancellationToken: Stop)).Signature;
    }

    private async Task<StatusCode> RefusalAsync(Action<SignNightRequest> change) =>
        (await Assert.ThrowsAsync<RpcException>(() => SignAsync(change))).StatusCode;

    private Task OverrideAsync(long epoch, Stage stage) => _host.Client.OverrideAsync(
        new OverrideRequest { Night = Night, Epoch = epoch, Stage = stage, Author = "editor" }, cancellationToken: Stop).ResponseAsync;

    private Task MarkAsync() => _host.Client.MarkLightsAsync(
        new MarkLightsRequest { Night = Night, AtSeconds = At(10), Author = "editor" }, cancellationToken: Stop).ResponseAsync;

    private List<string> Audit()
    {
        using var connection = new SqliteConnection($"Data Source={Path.Combine(_host.Store, "nights.db")};Mode=ReadOnly;Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "SELECT action FROM audit ORDER BY id";
        using var reader = command.ExecuteReader();
        var actions = new List<string>();
        while (reader.Read()) actions.Add(reader.GetString(0));
        return actions;
    }
}
