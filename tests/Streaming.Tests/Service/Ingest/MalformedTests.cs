using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Tests.Parts.Grpc;
using Streaming.V1;

namespace Streaming.Tests.Service.Ingest;

public sealed class MalformedTests(SharedHost shared) : IClassFixture<SharedHost>
{
    public static TheoryData<string> Names => [.. Cases.Keys];

    private static Dictionary<string, (string Kind, Func<TestStudy, byte[]> Payload, string Cause)> Cases { get; } = new()
    {
        ["garbage as study"] = ("study", _ => [0xff, 0xff, 0xff], "malformed-study"),
        ["garbage as samples"] = ("samples", _ => [0x0a, 0xff, 0x01], "malformed-samples"),
        ["garbage as event"] = ("event", _ => [0x07], "malformed-event"),
        ["garbage as status"] = ("status", _ => [0x12, 0x7f], "malformed-status"),
        ["no samples at all"] = ("samples", _ => [], "malformed-samples"),
        ["oversized"] = ("samples", _ => new byte[(1 << 20) + 1], "oversized"),
        ["study without id"] = Study(study => study.StudyId = ""),
        ["upper-case id"] = Study(study => study.StudyId = "AAAAAAAA-0000-0000-0000-000000000000"),
        // Forms in which the framework reads a UUID too: the store and the journal are searched by its text.
        ["space behind the id"] = Study(study => study.StudyId += " "),
        ["sign in the id"] = Study(study => study.StudyId = "+0000007" + study.StudyId[8..]),
        ["prefix in the id"] = Study(study => study.StudyId = "0x000007" + study.StudyId[8..]),
        ["no channels"] = Study(study => study.Channels.Clear()),
        ["too many channels"] = Study(study => study.Channels.Add(Enumerable.Repeat(study.Channels[0], 127))),
        ["rate zero"] = Study(study => study.Channels[0].RateHz.Numerator = 0),
        ["rate negative"] = Study(study => study.Channels[0].RateHz.Numerator = -100),
        ["rate without denominator"] = Study(study => study.Channels[0].RateHz.Denominator = 0),
        ["rate missing"] = Study(study => study.Channels[0].RateHz = null),
        ["rate impossible"] = Study(study => study.Channels[0].RateHz.Numerator = 20001),
        ["one byte a sample"] = Study(study => study.Channels[0].SampleBytes = 1),
        ["digital limits beyond two bytes"] = Study(study => study.Channels[0].DigitalMax = 40000),
        ["lower digital limit beyond two bytes"] = Study(study => study.Channels[0].DigitalMin = 40000),
        ["rate of terms beyond counting"] = Study(study => study.Channels[0].RateHz.Numerator = 1L << 50),
        ["transducer too long"] = Study(study => study.Channels[0].Transducer = new string('x', 257)),
        ["physical limit no number"] = Study(study => study.Channels[0].PhysicalMax = "much"),
        ["origin negative"] = Study(study => study.EpochOriginSeconds.Numerator = -1),
        ["origin after a day"] = Study(study => study.EpochOriginSeconds.Numerator = 86400),
        ["study changed"] = ("study", good => Changed(good, study => study.Pseudonym = "other"), "study-changed"),
        ["unknown channel"] = Samples(block => block.Channels[0].Channel = 3, "unknown-channel"),
        ["half a sample"] = Samples(block => block.Channels[0].Samples = ByteString.CopyFrom(1, 2, 3), "malformed-samples"),
        ["run without samples"] = Samples(block => block.Channels[0].Samples = ByteString.Empty, "malformed-samples"),
        ["index negative"] = Samples(block => block.Channels[0].FirstIndex = -1, "impossible-index"),
        ["index after days"] = Samples(block => block.Channels[0].FirstIndex = 48L * 3600 * 100, "impossible-index"),
        ["index beyond counting"] = Samples(block => block.Channels[0].FirstIndex = long.MaxValue, "impossible-index"),
        ["samples without study id"] = Samples(block => block.StudyId = "", "malformed-samples"),
        ["event of nothing"] = Event(happened => happened.ClearWhat()),
        ["event without id"] = Event(happened => happened.EventId = ""),
        ["event before the study"] = Event(happened => (happened.LightsOn, happened.AtSeconds.Numerator) = (new LightsOn(), -5)),
        ["event without time"] = Event(happened => (happened.LightsOn, happened.AtSeconds) = (new LightsOn(), null)),
        ["author of a note too long"] = Event(happened => happened.Note = new Note { Text = "x", Author = new string('x', 2001) }),
        ["note too long"] = Event(happened => happened.Note = new Note { Text = new string('x', 2001) }),
        ["end of an unknown channel"] = Event(happened => happened.StudyEnded.Channels[0].Channel = 9),
        ["end after days"] = Event(happened => happened.StudyEnded.Channels[0].LastIndex = long.MaxValue),
    };

    [Theory]
    [MemberData(nameof(Names))]
    public async Task Message_is_counted_shown_and_acknowledged_and_changes_nothing_else_when_it_is_malformed(string name)
    {
        var (kind, payload, cause) = Cases[name];
        var (host, number) = (shared.Host, shared.NextBed());
        var (bed, good) = ($"bed-{number}", new TestStudy(60, seed: 1000 + number));
        await host.FeedAsync(bed, "study", good.Descriptor);
        await host.FeedAsync(bed, good.Blocks().Take(20));
        await SeenAsync(host, bed, "montage");

        await host.FeedAsync(TestStudy.Topic(bed, kind), payload(good));

        var advisory = await SeenAsync(host, bed, cause);
        Assert.Equal((good.Id, 1L), (advisory.StudyId, advisory.Count));
        var shown = (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds;
        Assert.Equal(1, shown.Single(candidate => candidate.Bed_ == bed).RejectedMessages);

        await host.FeedAsync(bed, good.Blocks().Skip(20));
        await host.FeedAsync(bed, "event", good.End());
        var night = await host.EndedNightAsync(good.Id);
        Assert.Equal(OfflineReports.Of(good, bed, new InkStager()), OfflineReports.Comparable(night.Reports));
    }

    [Theory]
    [InlineData("psg/v1/lab/bed 1/samples")]
    [InlineData("psg/v1/lab//samples")]
    [InlineData("psg/v1/lab/bed-1/stage")]
    [InlineData("psg/v2/lab/bed-1/samples")]
    [InlineData("psg/v1/lab/bed-1/samples/more")]
    [InlineData("psg/v1/l%C3%A4b/bed-1/study")]
    public async Task Topic_is_refused_and_makes_no_bed_when_it_is_malformed(string topic)
    {
        await using var host = await ServiceHost.StartAsync();

        await host.FeedAsync(topic, new TestStudy(1).Block(0, 1).ToByteArray());

        Assert.Empty((await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds);
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(host.WebAddress + "/metrics"), TestContext.Current.CancellationToken);
        Assert.Contains("streaming_rejected_messages_total{cause=\"malformed-topic\"} 1", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bed_is_shown_with_the_reason_when_already_its_first_message_is_refused()
    {
        await using var host = await ServiceHost.StartAsync();
        var refused = new TestStudy(30, seed: 90);
        refused.Descriptor.Channels[0].RateHz.Numerator = 0;

        await host.FeedAsync("bed-1", "study", refused.Descriptor);

        Assert.Equal("channel 0: rate_hz 0 is not in 1/3600..20000", (await SeenAsync(host, "bed-1", "malformed-study")).Text);
        var shown = (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds;
        Assert.Equal(("bed-1", 1L, "malformed-study"), (shown.Single().Bed_, shown.Single().RejectedMessages, shown.Single().Advisories.Single().Cause));
    }

    [Fact]
    public async Task Invented_beds_fill_the_board_to_its_bound_only_and_keep_nobody_out()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Flow:MaximumBeds=2"]);
        for (var n = 0; n < 5; n++) await host.FeedAsync(TestStudy.Topic($"invented-{n}", "study"), new byte[] { 0xff, 0xff, 0xff });

        await host.FeedAsync("bed-1", "study", new TestStudy(30, seed: 96).Descriptor);

        await SeenAsync(host, "bed-1", "montage");
        var shown = (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds;
        Assert.Equal(["bed-1", "invented-0", "invented-1"], shown.Select(bed => bed.Bed_));
    }

    [Fact]
    public async Task Flood_of_invented_beds_does_not_fill_the_log()
    {
        await using var host = await ServiceHost.StartAsync();
        var lines = new LogLines();
        var desk = new RejectionDesk(
            host.Services.GetRequiredService<BedBoard>(), host.Services.GetRequiredService<AdvisoryDesk>(), host.Services.GetRequiredService<LineMeter>(),
            Options.Create(new IngestOptions()), Options.Create(new FlowOptions { MaximumBeds = 2 }), new FakeTimeProvider(), new Logger<RejectionDesk>(lines));

        for (var n = 0; n < 10_000; n++) desk.Reject(new BedKey("lab", $"invented-{n}"), new Rejection("malformed-study", "no such message"));

        // The two that are shown, and one for all the rest.
        Assert.Equal(3, lines.Seen.Count);
        Assert.All(lines.Seen.Index(), line => Assert.Contains($"lab/invented-{line.Index}:", line.Item.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Value_is_refused_when_it_is_outside_the_digital_limits()
    {
        var narrow = new TestStudy(30, seed: 8);
        narrow.Descriptor.Channels[0].DigitalMax = 10;
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", "study", narrow.Descriptor);
        await SeenAsync(host, "bed-1", "montage");
        await host.FeedAsync("bed-1", narrow.Blocks().Take(1));

        await SeenAsync(host, "bed-1", "value-out-of-range");
    }

    [Fact]
    public async Task Samples_are_refused_when_their_study_belongs_to_another_bed()
    {
        var (own, other) = (new TestStudy(30, seed: 91), new TestStudy(30, seed: 92));
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", "study", own.Descriptor);
        await host.FeedAsync("bed-2", "study", other.Descriptor);
        await SeenAsync(host, "bed-1", "montage");

        await host.FeedAsync("bed-1", other.Blocks().Take(1));

        await SeenAsync(host, "bed-1", "study-elsewhere");
    }

    [Fact]
    public async Task Samples_without_a_descriptor_are_refused_when_their_bound_is_reached()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Ingest:HeldBytesPerBed=4000"]);

        await host.FeedAsync("bed-1", new TestStudy(30, seed: 93).Blocks());

        // Seen by whoever comes later, too: the bed has no night that could bring it.
        for (var watcher = 0; watcher < 2; watcher++) Assert.Equal("bed-1", (await SeenAsync(host, "bed-1", "descriptor-missing")).Bed);
    }

    [Fact]
    public async Task Bed_is_refused_when_there_are_as_many_as_may_be()
    {
        await using var host = await ServiceHost.StartAsync(settings: ["Flow:MaximumBeds=1"]);
        await host.FeedAsync("bed-1", "study", new TestStudy(30, seed: 94).Descriptor);
        await SeenAsync(host, "bed-1", "montage");

        await host.FeedAsync("bed-2", "study", new TestStudy(30, seed: 95).Descriptor);

        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri(host.WebAddress + "/metrics"), TestContext.Current.CancellationToken);
        Assert.Contains("streaming_rejected_messages_total{cause=\"too-many-beds\"} 1", metrics, StringComparison.Ordinal);
    }

    private static async Task<Advisory> SeenAsync(ServiceHost host, string bed, string cause)
    {
        bool Is(Advisory? advisory) => advisory?.Bed == bed && advisory.Cause == cause;
        var request = new WatchRequest { Beds = { new BedRef { Site = "lab", Bed = bed } } };
        var seen = await host.WatchUntilAsync(
            seen => seen.Any(item => Is(item.Advisory) || item.SnapshotNight?.Advisories.Any(Is) == true), request);
        return seen.SelectMany(item => item.SnapshotNight?.Advisories.AsEnumerable() ?? [item.Advisory]).First(Is);
    }

    private static (string, Func<TestStudy, byte[]>, string) Study(Action<StudyDescriptor> change) =>
        ("study", good => Changed(good, change), "malformed-study");

    private static byte[] Changed(TestStudy good, Action<StudyDescriptor> change)
    {
        var descriptor = good.Descriptor.Clone();
        change(descriptor);
        return descriptor.ToByteArray();
    }

    private static (string, Func<TestStudy, byte[]>, string) Samples(Action<SampleBlock> change, string cause) => ("samples", good =>
    {
        var block = good.Block(5, 6);
        change(block);
        return block.ToByteArray();
    }, cause);

    private static (string, Func<TestStudy, byte[]>, string) Event(Action<StudyEvent> change) => ("event", good =>
    {
        var happened = good.End();
        change(happened);
        return happened.ToByteArray();
    }, "malformed-event");
}
