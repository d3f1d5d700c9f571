using System.Buffers.Binary;
using Grpc.Core;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Tests.Service.Serving;

public sealed class NightCallTests : IAsyncLifetime
{
    private readonly TestStudy _study = new(130, seed: 5);
    private ServiceHost _host = null!;

    private SleepMonitor.SleepMonitorClient Client => _host.Client;

    private NightRef Night => new() { StudyId = _study.Id };

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync();
        await _host.FeedAsync("bed-1", _study);
        await _host.EndedNightAsync(_study.Id);
    }

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task GetNight_gives_one_report_an_epoch_and_statistics_from_lights_off()
    {
        var before = await GetAsync();
        await MarkAsync(on: false, 30);
        await MarkAsync(on: true, 90);

        var after = await GetAsync();

        Assert.Equal(4, after.Reports.Count);
        Assert.All(after.Reports, report => Assert.Equal(Revision.Revised, report.Revision));
        Assert.True(after.Ended);
        Assert.False(before.Statistics.HasTimeInBedMinutes);
        Assert.Equal(1.0, after.Statistics.TimeInBedMinutes);
        Assert.Equal([12000L, 12000L, 6000L], after.Accounts.Select(account => account.Expected));
        Assert.Equal(after, await Client.GetNightAsync(
            new GetNightRequest { Night = new NightRef { Bed = new BedRef { Site = "lab", Bed = "bed-1" } } }, cancellationToken: Stop));
    }

    [Fact]
    public async Task GetWaveform_gives_the_samples_as_they_came_when_there_is_a_column_for_each()
    {
        var waveform = await Client.GetWaveformAsync(
            new GetWaveformRequest { Night = Night, Channels = { "E1-M2" }, FromSeconds = 61, ToSeconds = 63.5, Columns = 8192 }, cancellationToken: Stop);

        var trace = Assert.Single(waveform.Traces);
        var channel = _study.Study.Channels[1].Scaling;
        var expected = Enumerable.Range(6100, 250).Select(index => (float)(_study.Value(1, index) * channel.Gain + channel.Offset));
        Assert.Equal(expected, trace.Minimum);
        Assert.Equal(trace.Minimum, trace.Maximum);
        Assert.Equal((61.0, 0.01, "uV"), (trace.FromSeconds, trace.ColumnSeconds, trace.Unit));
    }

    [Fact]
    public async Task GetWaveform_gives_lowest_and_highest_when_columns_are_fewer_than_samples()
    {
        var waveform = await Client.GetWaveformAsync(
            new GetWaveformRequest { Night = Night, FromSeconds = 0, ToSeconds = 140, Columns = 14 }, cancellationToken: Stop);

        var scaling = _study.Study.Channels[2].Scaling;
        var third = Enumerable.Range(2 * 500, 500).Select(index => (float)(_study.Value(2, index) * scaling.Gain + scaling.Offset)).ToList();
        Assert.Equal((third.Min(), third.Max()), (waveform.Traces[2].Minimum[2], waveform.Traces[2].Maximum[2]));
        Assert.True(float.IsNaN(waveform.Traces[0].Minimum[13]));
        Assert.Equal(3, waveform.Traces.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task GetEpochImage_draws_the_same_picture_again(long epoch)
    {
        var session = new BedSession(_study.Study, Montage.Resolve(_study.Study), RenderSpecs.Lossless100.Signal, new BedSessionOptions());
        var closed = session.Accept(_study.Samples(0, 130), 0, 1)
            .Concat(session.End(EventReader.ToEnd(_study.End().StudyEnded, _study.Study), 2));
        var image = new Streaming.Core.Rendering.EpochImage(RenderSpecs.Lossless100);
        new WaveformRenderer(RenderSpecs.Lossless100).Draw(closed.Single(candidate => candidate.Number == epoch), image);
        using var png = new MemoryStream();
        PngWriter.Write(image, png);

        var drawn = await Client.GetEpochImageAsync(new GetEpochImageRequest { Night = Night, Epoch = epoch }, cancellationToken: Stop);

        Assert.Equal(png.ToArray(), drawn.Png.ToByteArray());
        Assert.Equal((3008, 192), (drawn.Width, drawn.Height));
        Assert.Equal(3008, BinaryPrimitives.ReadInt32BigEndian(drawn.Png.Span[16..]));
    }

    [Fact]
    public async Task GetEpochImage_says_where_it_is_blank_and_why()
    {
        var study = new TestStudy(120, seed: 6);
        // Missing: 8 s of the second epoch, all but the first second of the third; the eye's channel does not come in the last.
        await _host.FeedAsync("bed-2", "study", study.Descriptor);
        await _host.FeedAsync("bed-2", study.Blocks().Where(block => block.Sequence is < 40 or (>= 48 and < 61) or >= 90).Select(block =>
        {
            if (block.Sequence >= 90) block.Channels.RemoveAt(1);
            return block;
        }));
        await _host.FeedAsync("bed-2", "event", study.End());
        await _host.EndedNightAsync(study.Id);

        var whole = await BlanksAsync(0);
        var hole = (await BlanksAsync(1)).Where(area => area.Row is "central" or "left eye").ToList();
        var most = (await BlanksAsync(2)).Single(area => area.Row == "central");
        var eye = (await BlanksAsync(3)).Single(area => area.Row == "left eye");

        Assert.Equal(["frontal", "occipital", "right eye", "chin"], whole.Select(area => area.Row));
        Assert.All(whole, area => Assert.Equal(("no derivation", 8, 3000, 32), (area.Why, area.Left, area.Width, area.Height)));
        Assert.Equal([0, 64, 128, 160], whole.Select(area => area.Top));
        Assert.Equal([("central", "no samples", 32, 32), ("left eye", "no samples", 96, 32)], hole.Select(area => (area.Row, area.Why, area.Top, area.Height)));
        Assert.All(hole, area =>
        {
            Assert.InRange(area.Left, 8 + 990, 8 + 1010); // the filters reach a little to either side
            Assert.InRange(area.Width, 780, 820);
        });
        Assert.Equal(("not drawn", 8, 3000), (most.Why, most.Left, most.Width)); // more is missing than a row may lose
        Assert.Equal(("no samples", 8, 3000), (eye.Why, eye.Left, eye.Width));

        async Task<IReadOnlyList<Streaming.V1.BlankArea>> BlanksAsync(long epoch) => (await Client.GetEpochImageAsync(
            new GetEpochImageRequest { Night = new NightRef { StudyId = study.Id }, Epoch = epoch }, cancellationToken: Stop)).Blanks;
    }

    [Fact]
    public async Task Override_stands_above_the_machine_and_is_refused_when_another_report_was_looked_at()
    {
        var seen = (await GetAsync()).Reports[1];
        var request = new OverrideRequest
            { Night = Night, Epoch = 1, Stage = Stage.N3, Author = "rt", Comment = "slow waves", ExpectedSequence = seen.CommitSequence };

        var report = (await Client.OverrideAsync(request, cancellationToken: Stop)).Report;
        var stale = await Assert.ThrowsAsync<RpcException>(async () => await Client.OverrideAsync(request, cancellationToken: Stop));

        Assert.Equal((Revision.Overridden, Stage.N3, "rt", false), (report.Revision, report.Stage, report.Author, report.Unreviewed));
        Assert.Equal(StatusCode.Aborted, stale.StatusCode);
        Assert.Equal(report, (await GetAsync()).Reports[1]);
    }

    [Fact]
    public async Task AddNote_is_kept_and_watched()
    {
        var note = (await Client.AddNoteAsync(
            new AddNoteRequest { Night = Night, AtSeconds = new V1.Rational { Numerator = 61, Denominator = 2 }, Text = "cough", Author = "rt" },
            cancellationToken: Stop)).Note;

        Assert.Equal(note, Assert.Single((await GetAsync()).Notes));
    }

    [Fact]
    public async Task Explain_says_again_what_the_final_said_and_more()
    {
        var final = (await Client.GetNightAsync(new GetNightRequest { Night = Night, AllRevisions = true }, cancellationToken: Stop))
            .Reports.Single(report => report is { Epoch: 2, Revision: Revision.Revised });

        var explained = await Client.ExplainAsync(new ExplainRequest { Night = Night, Epoch = 2 }, cancellationToken: Stop);

        Assert.Equal(final.Reason.Sentence, explained.Reason.Sentence);
        Assert.Equal(final.Reason.Evidence, explained.Reason.Evidence.Take(final.Reason.Evidence.Count));
        Assert.Equal(["central", "one eye"], explained.Reason.Observed);
        Assert.Equal(["C4-M1", "E1-M2"], explained.Ablation.Select(row => row.Derivation));
        Assert.All(explained.Ablation, row => Assert.Equal(30, row.WeightPerSecond.Count));
        Assert.Contains(explained.Ablation, row => row.WeightPerSecond.Any(weight => weight != 0));
        Assert.False(explained.Measures.HasAlphaShare);
        Assert.True(explained.Measures.HasSlowWaveShare);
        Assert.Equal(explained, await Client.ExplainAsync(new ExplainRequest { Night = Night, Epoch = 2 }, cancellationToken: Stop));
    }

    [Fact]
    public async Task Explain_of_an_epoch_that_a_person_staged_explains_the_machine()
    {
        var seen = (await GetAsync()).Reports[1];
        await Client.OverrideAsync(new OverrideRequest { Night = Night, Epoch = 1, Stage = Stage.R, Author = "rt" }, cancellationToken: Stop);

        var explained = await Client.ExplainAsync(new ExplainRequest { Night = Night, Epoch = 1 }, cancellationToken: Stop);

        Assert.Equal((Revision.Overridden, seen.Stage), (explained.Report.Revision, explained.ExplainedStage));
        Assert.Equal(seen.Reason.Sentence, explained.Reason.Sentence);
    }

    [Fact]
    public async Task Overlay_is_drawn_over_the_picture_for_people_only()
    {
        var request = new GetEpochImageRequest { Night = Night, Epoch = 1, Preset = ImagePreset.Display };
        var plain = await Client.GetEpochImageAsync(request, cancellationToken: Stop);
        request.Overlay = true;
        var marked = await Client.GetEpochImageAsync(request, cancellationToken: Stop);

        Assert.Equal((plain.Width, plain.Height), (marked.Width, marked.Height));
        Assert.NotEqual(plain.Png, marked.Png);
        request.Preset = ImagePreset.Lossless100;
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await Client.GetEpochImageAsync(request, cancellationToken: Stop));
        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
    }

    public static TheoryData<string> NonsenseNames => [.. Nonsense.Keys];

    private static Dictionary<string, (string Field, Func<SleepMonitor.SleepMonitorClient, NightRef, Task> Call)> Nonsense { get; } = new()
    {
        ["night missing"] = ("night", (client, _) => client.GetNightAsync(new GetNightRequest(), cancellationToken: Stop).ResponseAsync),
        ["study id no UUID"] = ("night.study_id", (client, _) =>
            client.GetNightAsync(new GetNightRequest { Night = new NightRef { StudyId = "x" } }, cancellationToken: Stop).ResponseAsync),
        ["bed with a slash"] = ("night.bed.bed", (client, _) => client.GetNightAsync(
            new GetNightRequest { Night = new NightRef { Bed = new BedRef { Site = "lab", Bed = "a/b" } } }, cancellationToken: Stop).ResponseAsync),
        ["watch a nameless site"] = ("beds.site", async (client, _) =>
            await client.Watch(new WatchRequest { Beds = { new BedRef() } }, cancellationToken: Stop).ResponseStream.MoveNext(Stop)),
        ["list a nameless site"] = ("filter.site", (client, _) =>
            client.ListBedsAsync(new ListBedsRequest { Filter = new BedRef() }, cancellationToken: Stop).ResponseAsync),
        ["nights of a nameless site"] = ("filter.site", (client, _) =>
            client.ListNightsAsync(new ListNightsRequest { Filter = new BedRef() }, cancellationToken: Stop).ResponseAsync),
        ["too many nights"] = ("limit", (client, _) => client.ListNightsAsync(new ListNightsRequest { Limit = 1001 }, cancellationToken: Stop).ResponseAsync),
        ["waveform backwards"] = ("to_seconds", (client, night) => Waveform(client, night, 10, 10, 100)),
        ["waveform too long"] = ("to_seconds", (client, night) => Waveform(client, night, 0, 3601, 100)),
        ["waveform before the study"] = ("from_seconds", (client, night) => Waveform(client, night, -1, 10, 100)),
        ["waveform from nowhere"] = ("from_seconds", (client, night) => Waveform(client, night, double.NaN, 10, 100)),
        ["waveform to infinity"] = ("to_seconds", (client, night) => Waveform(client, night, 0, double.PositiveInfinity, 100)),
        ["waveform without columns"] = ("columns", (client, night) => Waveform(client, night, 0, 10, 0)),
        ["waveform of too many columns"] = ("columns", (client, night) => Waveform(client, night, 0, 10, 8193)),
        ["picture of a negative epoch"] = ("epoch", (client, night) =>
            client.GetEpochImageAsync(new GetEpochImageRequest { Night = night, Epoch = -1 }, cancellationToken: Stop).ResponseAsync),
        ["picture of no preset"] = ("preset", (client, night) =>
            client.GetEpochImageAsync(new GetEpochImageRequest { Night = night, Preset = (ImagePreset)77 }, cancellationToken: Stop).ResponseAsync),
        ["override to no stage"] = ("stage", (client, night) =>
            client.OverrideAsync(new OverrideRequest { Night = night, Author = "rt" }, cancellationToken: Stop).ResponseAsync),
        ["override by nobody"] = ("author", (client, night) =>
            client.OverrideAsync(new OverrideRequest { Night = night, Stage = Stage.W }, cancellationToken: Stop).ResponseAsync),
        ["lights without time"] = ("at_seconds", (client, night) =>
            client.MarkLightsAsync(new MarkLightsRequest { Night = night, Author = "rt" }, cancellationToken: Stop).ResponseAsync),
        ["lights at no ratio"] = ("at_seconds", (client, night) => client.MarkLightsAsync(
            new MarkLightsRequest { Night = night, Author = "rt", AtSeconds = new V1.Rational { Numerator = 1 } }, cancellationToken: Stop).ResponseAsync),
        ["lights beyond the night"] = ("at_seconds", (client, night) => LightsAsync(client, night, on: true, 100_000)),
        ["lights on before they went off"] = ("at_seconds", async (client, night) =>
        {
            await LightsAsync(client, night, on: false, 20);
            await LightsAsync(client, night, on: true, 10);
        }),
        ["lights off after they went on, in a night that has ended"] = ("at_seconds", async (client, night) =>
        {
            await LightsAsync(client, night, on: true, 50);
            await LightsAsync(client, night, on: false, 60);
        }),
        ["note beyond the night"] = ("at_seconds", (client, night) => client.AddNoteAsync(
            new AddNoteRequest { Night = night, Author = "rt", Text = "x", AtSeconds = Whole(100_000) }, cancellationToken: Stop).ResponseAsync),
        ["mark beyond the night"] = ("at_seconds", (client, night) => client.AddMarkAsync(
            new AddMarkRequest { Night = night, Mark = new NightMark { Author = "rt", AtSeconds = Whole(100_000), Position = new PositionChange { Position = BodyPosition.Left } } },
            cancellationToken: Stop).ResponseAsync),
        ["note of nothing"] = ("text", (client, night) => client.AddNoteAsync(
            new AddNoteRequest { Night = night, Author = "rt", AtSeconds = new V1.Rational { Denominator = 1 } }, cancellationToken: Stop).ResponseAsync),
    };

    [Theory]
    [MemberData(nameof(NonsenseNames))]
    public async Task Nonsense_is_refused_by_naming_the_field(string name)
    {
        var (field, call) = Nonsense[name];

        var refusal = await Assert.ThrowsAsync<RpcException>(() => call(Client, Night));

        Assert.Equal(StatusCode.InvalidArgument, refusal.StatusCode);
        Assert.StartsWith(field + ":", refusal.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_is_not_found()
    {
        var unknown = new NightRef { StudyId = Guid.Empty.ToString() };
        List<Func<Task>> calls =
        [
            () => Client.GetNightAsync(new GetNightRequest { Night = unknown }, cancellationToken: Stop).ResponseAsync,
            () => Client.GetNightAsync(new GetNightRequest { Night = new NightRef { Bed = new BedRef { Site = "lab", Bed = "no" } } }, cancellationToken: Stop).ResponseAsync,
            () => Client.GetEpochImageAsync(new GetEpochImageRequest { Night = Night, Epoch = 99 }, cancellationToken: Stop).ResponseAsync,
            () => Client.GetWaveformAsync(new GetWaveformRequest { Night = Night, Channels = { "C9" }, ToSeconds = 1, Columns = 1 }, cancellationToken: Stop).ResponseAsync,
            () => Client.OverrideAsync(new OverrideRequest { Night = Night, Epoch = 99, Stage = Stage.W, Author = "rt" }, cancellationToken: Stop).ResponseAsync,
        ];

        foreach (var call in calls) Assert.Equal(StatusCode.NotFound, (await Assert.ThrowsAsync<RpcException>(call)).StatusCode);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private static Task Waveform(SleepMonitor.SleepMonitorClient client, NightRef night, double from, double to, int columns) =>
        client.GetWaveformAsync(new GetWaveformRequest { Night = night, FromSeconds = from, ToSeconds = to, Columns = columns },
            cancellationToken: Stop).ResponseAsync;

    private async Task<Night> GetAsync() => await Client.GetNightAsync(new GetNightRequest { Night = Night }, cancellationToken: Stop);

    private async Task MarkAsync(bool on, int second) => await LightsAsync(Client, Night, on, second);

    private static Task LightsAsync(SleepMonitor.SleepMonitorClient client, NightRef night, bool on, int second) => client.MarkLightsAsync(
        new MarkLightsRequest { Night = night, On = on, Author = "rt", AtSeconds = Whole(second) }, cancellationToken: Stop).ResponseAsync;

    private static V1.Rational Whole(int second) => new() { Numerator = second, Denominator = 1 };
}
