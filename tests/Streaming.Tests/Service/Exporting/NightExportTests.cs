using System.Text;
using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;
using Streaming.Service.Exporting;
using Streaming.Service.Recording;
using Streaming.Tests.Interop.Edf;
using Streaming.Training.Datasets.Import;
using Streaming.V1;
using Stage = Streaming.V1.Stage;

namespace Streaming.Tests.Service.Exporting;

public sealed class NightExportTests : IAsyncLifetime
{
    private const int Seconds = 150;
    private readonly TestStudy _study = new(Seconds, seed: 601, origin: new Rational { Numerator = 5, Denominator = 2 });
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await ServiceHost.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Edf_holds_every_sample_and_every_stage_when_nothing_was_lost()
    {
        // Out of order, and some twice: the file is in order, and each sample once.
        var blocks = _study.Blocks().Chunk(3).SelectMany(three => three.Reverse()).ToList();
        await FeedAsync([.. blocks.Take(40), blocks[10], .. blocks.Skip(40)]);
        await OverrideAsync(1, Stage.R);

        var (name, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Edf);

        var file = EdfReader.Open(new MemoryStream(bytes));
        Assert.EndsWith(".edf", name, StringComparison.Ordinal);
        Assert.Empty(file.Remarks);
        Assert.Equal(EdfContinuity.Continuous, file.Header.Continuity);
        Assert.Equal(_study.Study.Channels.Select(channel => (channel.Label, channel.Scaling)), file.Channels.Select(channel => (channel.Label, channel.Scaling)));
        for (var channel = 0; channel < file.Channels.Count; channel++) AssertSamples(file, channel, 0, Count(channel));
        var read = EdfStudy.From(file, Guid.Empty);
        Assert.Equal(await StagesAsync(), read.Labels.Take(4).Select(stage => (int?)stage));
        Assert.Equal(Streaming.Core.Staging.Stage.R, read.Labels[1]);
        Assert.Equal(new Streaming.Core.Signals.Rational(5, 2), read.Study.EpochOriginSeconds);
        Assert.Contains(file.Annotations, annotation => annotation.Text.StartsWith("Override R by", StringComparison.Ordinal));
    }

    /// <summary>A service that is killed while it hands a night over would leave it in the store, where <c>forget</c> does not look.</summary>
    [Fact]
    public async Task File_that_is_handed_over_has_no_name()
    {
        await FeedAsync(_study.Blocks());
        StoredStudy stored;
        using (var reader = _host.Services.GetRequiredService<NightLog>().Read()) stored = reader.FindStudy(_study.Id)!;
        var seen = new List<string>();

        await _host.Services.GetRequiredService<NightExport>().SendAsync(
            stored, ExportFormat.Edf,
            _ =>
            {
                seen.AddRange(Directory.GetFiles(_host.Store, "export-*"));
                return Task.CompletedTask;
            },
            TestContext.Current.CancellationToken);

        Assert.Empty(seen);
    }

    /// <summary>What is said at the very end has no record behind it; room for all of it in each record would be a disk full of zeros.</summary>
    [Fact]
    public async Task Edf_of_a_night_with_much_said_at_its_end_is_little_longer_than_what_was_said()
    {
        await _host.FeedAsync("bed-1", "study", _study.Descriptor);
        await _host.FeedAsync("bed-1", _study.Blocks());
        for (var n = 0; n < 200; n++)
        {
            await _host.FeedAsync("bed-1", "event", new StudyEvent
            {
                StudyId = _study.Id, EventId = new Guid(n, 2, 0, new byte[8]).ToString(), AtSeconds = new Rational { Numerator = Seconds, Denominator = 1 },
                Marker = new Marker { Text = new string('x', 1990) + n },
            });
        }
        await _host.FeedAsync("bed-1", "event", _study.End());
        await _host.EndedNightAsync(_study.Id);

        var (_, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Edf);

        Assert.InRange(bytes.Length, 400_000, 4_000_000);
        var file = EdfReader.Open(new MemoryStream(bytes));
        var notes = file.Annotations.Where(annotation => annotation.Text.StartsWith("Note: ", StringComparison.Ordinal)).ToList();
        Assert.Equal(200, notes.Select(note => note.Text).Distinct().Count());
        Assert.All(notes, note => Assert.Equal(Seconds, (double)note.OnsetSeconds));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(2_000_000_000)]
    public async Task Json_of_a_study_whose_start_is_no_date_is_written_all_the_same(int nanos)
    {
        _study.Descriptor.Start.Nanos = nanos;
        await FeedAsync(_study.Blocks());

        var (_, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Json);

        Assert.Contains(_study.Id, Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    /// <summary>A spreadsheet takes a formula also behind what it drops from a cell's beginning, in other widths, and behind a separator of another country's.</summary>
    [Theory]
    [InlineData("=1+1", "'=1+1")]
    [InlineData("\t=1+1", "\t'=1+1")]
    [InlineData("\r\n=1+1", "\r\n'=1+1")]
    [InlineData("  @SUM(1)", "  '@SUM(1)")]
    [InlineData("\uff1d1+1", "'\uff1d1+1")]
    [InlineData("N2; =1+1", "N2; '=1+1")]
    [InlineData("first\n-1+1", "first\n'-1+1")]
    [InlineData("N2 - or N1 = N2?", "N2 - or N1 = N2?")]
    public async Task Csv_has_no_cell_that_is_a_formula(string comment, string cell)
    {
        await FeedAsync(_study.Blocks());
        await _host.Client.OverrideAsync(
            new OverrideRequest { Night = new NightRef { StudyId = _study.Id }, Epoch = 1, Stage = Stage.R, Author = "rt", Comment = comment },
            cancellationToken: TestContext.Current.CancellationToken);

        var (_, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Csv);

        Assert.Contains($",rt,{(cell.AsSpan().IndexOfAny('\r', '\n') < 0 ? cell : $"\"{cell}\"")},", Encoding.UTF8.GetString(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edf_says_where_samples_are_missing()
    {
        // Nothing at all for 10 s, and one channel silent for 5 s and a half.
        var blocks = _study.Blocks().Where(block => block.Sequence is < 60 or >= 70).ToList();
        foreach (var block in blocks.Where(block => block.Sequence is >= 90 and < 95)) block.Channels.RemoveAt(1);
        await FeedAsync(blocks);

        var (_, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Edf);

        var file = EdfReader.Open(new MemoryStream(bytes));
        Assert.Equal(EdfContinuity.Discontinuous, file.Header.Continuity);
        Assert.Equal([0, 70], file.Segments.Select(segment => (double)segment.StartSeconds));
        AssertSamples(file, 0, 0, 6000);
        AssertSamples(file, 0, 7000, 8000);
        var lost = Assert.Single(file.Annotations, annotation => annotation.Text == "Samples lost: E1-M2");
        Assert.Equal((90.0, 5.0), ((double)lost.OnsetSeconds, (double)lost.DurationSeconds!.Value));
        AssertSamples(file, 1, 9500, 5500);
    }

    [Fact]
    public async Task Edf_says_that_a_channel_stopped_before_the_others_and_what_was_marked_at_the_very_end()
    {
        var blocks = _study.Blocks().ToList();
        foreach (var block in blocks.Where(block => block.Sequence >= 120)) block.Channels.RemoveAt(1);
        await FeedAsync(blocks);
        await _host.Client.MarkLightsAsync(
            new MarkLightsRequest { Night = new NightRef { StudyId = _study.Id }, On = true, AtSeconds = new Rational { Numerator = Seconds, Denominator = 1 }, Author = "rt" },
            cancellationToken: TestContext.Current.CancellationToken);

        var (_, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Edf);

        var file = EdfReader.Open(new MemoryStream(bytes));
        var lost = Assert.Single(file.Annotations, annotation => annotation.Text.StartsWith("Samples lost", StringComparison.Ordinal));
        Assert.Equal(("Samples lost: E1-M2", 120.0, 30.0), (lost.Text, (double)lost.OnsetSeconds, (double)lost.DurationSeconds!.Value));
        Assert.Equal(Seconds, (double)Assert.Single(file.Annotations, annotation => annotation.Text == "Lights on").OnsetSeconds);
    }

    [Fact]
    public async Task Mne_reads_the_exported_edf_as_it_was_recorded()
    {
        await FeedAsync(_study.Blocks());
        var (_, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Edf);
        var path = Path.Combine(_host.Store, "mne.edf");
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);

        var read = await MneReader.ReadAsync(path, TestContext.Current.CancellationToken);

        var values = read.Channels.Single(channel => channel.Label.Contains("C4-M1", StringComparison.Ordinal)).Values;
        Assert.Equal(Count(0), values.Length);
        Assert.All(Enumerable.Range(0, 2000), i => Assert.Equal(_study.Value(0, i) * 1e-7, values[i], 1e-10));
        var stages = read.Annotations.Where(annotation => annotation.Text.StartsWith("Sleep stage", StringComparison.Ordinal)).ToList();
        Assert.Equal([2.5, 32.5, 62.5, 92.5], stages.Select(stage => stage.Onset));
    }

    [Fact]
    public async Task Nsrr_xml_reads_back_as_the_stages_that_stand()
    {
        await FeedAsync(_study.Blocks());
        await OverrideAsync(2, Stage.N3);

        var (_, bytes) = await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.NsrrXml);

        var path = Path.Combine(_host.Store, "night.xml");
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        var runs = StageXml.Read(path, Seconds).Runs;
        var expected = await StagesAsync();
        for (var epoch = 0; epoch < expected.Count; epoch++)
        {
            var middle = new Streaming.Core.Signals.Rational(5, 2) + new Streaming.Core.Signals.Rational(30 * epoch + 15);
            Assert.Equal(expected[epoch], (int?)runs.Single(run => run.StartSeconds <= middle && middle < run.EndSeconds).Stage);
        }
    }

    [Fact]
    public async Task Exports_of_an_edited_and_signed_night_read_back_as_it_stands_everywhere()
    {
        await FeedAsync(_study.Blocks().Where(block => block.Sequence is < 65 or >= 94)); // an epoch that cannot be staged, between edited ones
        await OverrideAsync(0, Stage.W);
        await OverrideAsync(1, Stage.N1);
        await OverrideAsync(3, Stage.R);
        await _host.Client.AddMarkAsync(
            new AddMarkRequest
            {
                Night = new NightRef { StudyId = _study.Id },
                Mark = new NightMark
                {
                    AtSeconds = new Rational { Numerator = 3, Denominator = 1 }, Author = "rt",
                    Calibration = new BioCalibration { Step = CalibrationStep.EyesClosed, DurationSeconds = 10 },
                },
            },
            cancellationToken: TestContext.Current.CancellationToken);
        await _host.Client.SignNightAsync(
            new SignNightRequest { Night = new NightRef { StudyId = _study.Id }, Author = "rt" }, cancellationToken: TestContext.Current.CancellationToken);
        var standing = await StagesAsync();
        Assert.Equal([0, 1, 5, 4], standing);

        var edf = (await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Edf)).Bytes;
        var xml = (await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.NsrrXml)).Bytes;
        var csv = Encoding.UTF8.GetString((await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Csv)).Bytes).Split("\r\n")[1..5];
        var json = JsonParser.Default.Parse<Night>(Encoding.UTF8.GetString((await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Json)).Bytes));

        var file = EdfReader.Open(new MemoryStream(edf));
        Assert.Equal(["W", "N1", "?", "R"], file.Annotations.Where(IsStage).Select(annotation => annotation.Text["Sleep stage ".Length..]));
        Assert.Contains(file.Annotations, annotation => annotation.Text == "Signed by rt");
        Assert.Contains(file.Annotations, annotation => annotation is { Text: "Bio-calibration: eyes closed for 10 s" } && (double)annotation.OnsetSeconds == 3);
        Assert.Equal(["W", "N1", "UNSCORABLE", "R"], csv.Select(line => line.Split(',')[2]));
        Assert.All(csv, line => Assert.EndsWith(",0", line, StringComparison.Ordinal)); // reviewed
        Assert.Equal(standing, json.Reports.GroupBy(report => report.Epoch).Select(epoch => (int?)epoch.Last().Stage - 1));
        Assert.Equal(SignatureState.Standing, Assert.Single(json.Signatures).State);
        var path = Path.Combine(_host.Store, "night.xml");
        await File.WriteAllBytesAsync(path, xml, TestContext.Current.CancellationToken);
        var runs = StageXml.Read(path, Seconds).Runs;
        Assert.Equal([0, 1, null, 4], Enumerable.Range(0, 4).Select(epoch => (int?)runs.Single(run =>
            run.StartSeconds <= Middle(epoch) && Middle(epoch) < run.EndSeconds).Stage).Select(stage => stage == 5 ? null : stage));
        await AssertMneReadsAsync(edf, ["W", "N1", "?", "R"]);

        static bool IsStage(EdfAnnotation annotation) => annotation.Text.StartsWith("Sleep stage ", StringComparison.Ordinal);
    }

    [Fact]
    public async Task Csv_and_json_hold_what_stands()
    {
        await FeedAsync(_study.Blocks());
        await OverrideAsync(0, Stage.W, "=SUM(A1), \"quoted\"");

        var csv = Encoding.UTF8.GetString((await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Csv)).Bytes).Split("\r\n");
        var json = Encoding.UTF8.GetString((await ExportedNight.GetAsync(_host.Client, _study.Id, ExportFormat.Json)).Bytes);

        Assert.StartsWith("0,2.5,W,OVERRIDDEN,1,,,,,,,interop,\"'=SUM(A1), \"\"quoted\"\"\",", csv[1], StringComparison.Ordinal);
        Assert.Equal(6, csv.Length); // a header, four epochs, and what is after the last line's end
        var night = JsonParser.Default.Parse<Night>(json);
        Assert.Equal(4 * 2 + 1, night.Reports.Count);
        Assert.DoesNotContain(Directory.EnumerateFiles(_host.Store), file => file.EndsWith(".tmp", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Imported_overrides_change_what_differs_and_name_what_cannot_be()
    {
        await FeedAsync(_study.Blocks());
        var standing = await StagesAsync();
        var other = standing[1] == (int)Streaming.Core.Staging.Stage.N2 ? Stage.N3 : Stage.N2;

        var answer = await _host.Client.ImportOverridesAsync(
            new ImportOverridesRequest
            {
                Night = new NightRef { StudyId = _study.Id },
                Author = "editor",
                Overrides =
                {
                    new StageOverride { Epoch = 0, Stage = (Stage)(standing[0]!.Value + 1) },
                    new StageOverride { Epoch = 1, Stage = other },
                    new StageOverride { Epoch = 99, Stage = Stage.W },
                    new StageOverride { Epoch = 2, Stage = (Stage)77 },
                },
            },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(1, answer.Applied);
        Assert.Equal(["epoch 99 is not decided", "epoch 2: 77 is no stage"], answer.Refused);
        Assert.Equal((int)other - 1, (await StagesAsync())[1]);
    }

    [Fact]
    public async Task Review_queue_begins_with_what_is_least_sure_and_leaves_out_what_a_person_scored()
    {
        await FeedAsync(_study.Blocks());
        await OverrideAsync(2, Stage.N3);

        var queue = await _host.Client.ReviewQueueAsync(
            new ReviewQueueRequest { Night = new NightRef { StudyId = _study.Id } }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal([0L, 1, 3], queue.Reports.Select(report => report.Epoch).Order());
        Assert.Equal(queue.Reports.Select(report => report.Confidence).Order(), queue.Reports.Select(report => report.Confidence));
        Assert.Equal(queue.Reports.Select(report => report.Epoch), queue.Items.Select(item => item.Epoch));
        Assert.All(queue.Items, item => Assert.NotEqual("", item.Why));
        Assert.Equal((3, ExpectedAgreement.High), (queue.UnreviewedEpochs, queue.NightAfter)); // once all of it has been reviewed
        Assert.True(queue.Items.Select(item => item.Expected).SequenceEqual(queue.Items.Select(item => item.Expected).Order()));
    }

    [Fact]
    public async Task Acknowledged_advisory_says_by_whom_and_goes_on()
    {
        await FeedAsync(_study.Blocks().Where(block => block.Sequence is < 60 or >= 70));
        var known = (await NightAsync()).Advisories.Single(advisory => advisory.Cause == "samples-lost");

        var answer = await _host.Client.AcknowledgeAdvisoryAsync(
            new AcknowledgeAdvisoryRequest { AdvisoryId = known.AdvisoryId, Author = "night nurse" }, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal("night nurse", answer.Advisory.AcknowledgedBy);
        Assert.Equal("night nurse", (await NightAsync()).Advisories.Single(advisory => advisory.AdvisoryId == known.AdvisoryId).AcknowledgedBy);
    }

    private async Task FeedAsync(IEnumerable<SampleBlock> blocks)
    {
        await _host.FeedAsync("bed-1", "study", _study.Descriptor);
        await _host.FeedAsync("bed-1", blocks);
        await _host.FeedAsync("bed-1", "event", _study.End());
        await _host.EndedNightAsync(_study.Id);
    }

    private static Streaming.Core.Signals.Rational Middle(int epoch) =>
        new Streaming.Core.Signals.Rational(5, 2) + new Streaming.Core.Signals.Rational(30 * epoch + 15);

    private async Task AssertMneReadsAsync(byte[] edf, string[] stages)
    {
        var path = Path.Combine(_host.Store, "signed.edf");
        await File.WriteAllBytesAsync(path, edf, TestContext.Current.CancellationToken);
        var read = await MneReader.ReadAsync(path, TestContext.Current.CancellationToken);
        var staged = read.Annotations.Where(annotation => annotation.Text.StartsWith("Sleep stage ", StringComparison.Ordinal)).ToList();
        Assert.Equal(stages, staged.Select(annotation => annotation.Text["Sleep stage ".Length..]));
    }

    private async Task OverrideAsync(long epoch, Stage stage, string comment = "") => await _host.Client.OverrideAsync(
        new OverrideRequest { Night = new NightRef { StudyId = _study.Id }, Epoch = epoch, Stage = stage, Author = "interop", Comment = comment },
        cancellationToken: TestContext.Current.CancellationToken);

    private async Task<Night> NightAsync() => await _host.Client.GetNightAsync(
        new GetNightRequest { Night = new NightRef { StudyId = _study.Id } }, cancellationToken: TestContext.Current.CancellationToken);

    private async Task<List<int?>> StagesAsync() => [.. (await NightAsync()).Reports.Select(report => (int?)report.Stage - 1)];

    private int Count(int channel) => Seconds * (int)_study.Descriptor.Channels[channel].RateHz.Numerator;

    private void AssertSamples(EdfFile file, int channel, long first, int count)
    {
        var expected = Enumerable.Range(0, count).Select(i => (int)_study.Value(channel, first + i));
        Assert.Equal(expected, file.Read(channel, first, count).SelectMany(run => run.Values.ToArray()));
    }
}
