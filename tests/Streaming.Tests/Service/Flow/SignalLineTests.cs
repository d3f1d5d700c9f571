using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

/// <summary>What a lead shows of itself, on its way to whoever watches.</summary>
public sealed class SignalLineTests
{
    [Fact]
    public async Task A_dead_lead_is_told_once_with_its_place_and_every_result_says_how_good_its_channels_are()
    {
        var study = new TestStudy(300, seed: 81);
        await using var host = await ServiceHost.StartAsync();

        await FeedAsync(host, study, FlatLead.Blocks(study));
        var night = await host.EndedNightAsync(study.Id);

        var told = Assert.Single(night.Advisories, advisory => advisory.Fault != SignalFault.Unspecified);
        Assert.Equal(("flat", "EEG C4-M1", 60L, 150L), (told.Cause, told.Channel, told.OnsetSeconds.Numerator, told.EndSeconds.Numerator));
        Assert.Equal(study.Study.Start.AddSeconds(60), told.Onset.ToDateTimeOffset());
        Assert.Equal((1L, AdvisoryPriority.High), (told.Count, told.Priority));
        foreach (var report in night.Reports)
        {
            Assert.Equal(["EEG C4-M1", "E1-M2", "ECG"], report.ChannelQuality.Select(quality => quality.Channel));
            Assert.Equal(report.Epoch is >= 2 and < 5, report.ChannelQuality[0].Faults.Any(fault => fault.Fault == SignalFault.Flat));
            Assert.Equal(report.Epoch is < 2 or >= 5, report.ChannelQuality[0].Usable);
        }
        Assert.Equal((10L, 10L, 0L, 0L), (night.Epochs.Begun, night.Epochs.Staged, night.Epochs.Unscorable, night.Epochs.Open));
        var lead = night.ChannelQuality[0];
        Assert.Equal((10L, 7L, SignalFault.Flat, 3L), (lead.Epochs, lead.UsableEpochs, lead.Faults.Single().Fault, lead.Faults.Single().Epochs));
    }

    /// <summary>The wall clock is for people only: an impossible one costs no night.</summary>
    [Theory(Timeout = 120_000)]
    [InlineData(253402300799)] // the last second there is
    [InlineData(-62135596799)] // the second after the first
    [InlineData(long.MaxValue)]
    public async Task A_night_is_staged_marked_and_recorded_whatever_date_its_recorder_has(long seconds)
    {
        var (study, stop) = (new TestStudy(200, seed: 86), TestContext.Current.CancellationToken);
        study.Descriptor.Start = new Timestamp { Seconds = seconds };
        await using var host = await ServiceHost.StartAsync();

        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", FlatLead.Blocks(study));
        await host.WatchUntilAsync(seen => seen.Any(item => item.Report is { Epoch: 2 } || item.SnapshotNight?.Reports.Count > 2));
        var noted = await host.Client.AddNoteAsync(
            new AddNoteRequest { Night = new NightRef { StudyId = study.Id }, AtSeconds = new Rational { Numerator = 70, Denominator = 1 }, Text = "moved", Author = "rt" },
            cancellationToken: stop);
        Assert.Equal("moved", noted.Note.Text);
        await host.FeedAsync("bed-1", "event", study.End());
        var night = await host.EndedNightAsync(study.Id);

        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()).Count, OfflineReports.Comparable(night.Reports).Count);
        Assert.Contains(night.Advisories, advisory => advisory.Fault == SignalFault.Flat);
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(stop);
        Assert.Single(Directory.GetFiles(Path.Combine(host.Store, "recordings"), $"*{study.Id}.edf"));
        foreach (var format in (ExportFormat[])[ExportFormat.ReportHtml, ExportFormat.HypnogramSvg, ExportFormat.Json])
            Assert.NotEmpty((await Exporting.ExportedNight.GetAsync(host.Client, study.Id, format)).Bytes);
    }

    [Fact]
    public async Task Two_channels_of_one_label_are_told_apart_by_their_numbers()
    {
        var study = new TestStudy(300, seed: 84);
        study.Descriptor.Channels[1].Label = study.Descriptor.Channels[0].Label;
        study.Descriptor.Channels[1].Kind = ChannelKind.Eeg;
        await using var host = await ServiceHost.StartAsync();

        await FeedAsync(host, study, FlatLead.Blocks(study));
        var night = await host.EndedNightAsync(study.Id);

        Assert.All(night.Reports, report => Assert.Equal([0u, 1u, 2u], report.ChannelQuality.Select(quality => quality.Number)));
        (string, uint, long)[] expected = [("EEG C4-M1", 0, 10), ("EEG C4-M1", 1, 10), ("ECG", 2, 10)];
        Assert.Equal(expected, night.ChannelQuality.Select(lead => (lead.Channel, lead.Number, lead.Epochs)));
        Assert.Equal((7L, 10L), (night.ChannelQuality[0].UsableEpochs, night.ChannelQuality[1].UsableEpochs));
        Assert.Equal(
            ["EEG C4-M1 (channel 0): 7 of 10 epochs usable; flat in 3", "EEG C4-M1 (channel 1): 10 of 10 epochs usable", "ECG: 10 of 10 epochs usable"],
            Streaming.Station.LeadText.Of(night.ChannelQuality));
        Assert.StartsWith("EEG C4-M1 (channel 0) flat", Assert.Single(Streaming.Station.LeadText.Of(night.Reports.First(report => report.Epoch == 3).ChannelQuality)), StringComparison.Ordinal);

        // Reports of an older version say no number; they have every channel, in order.
        foreach (var quality in night.Reports.SelectMany(report => report.ChannelQuality)) quality.ClearNumber();
        night.ChannelQuality.Clear();
        Streaming.Service.Serving.NightQuality.Fill(night, null);
        Assert.Equal(expected, night.ChannelQuality.Select(lead => (lead.Channel, lead.Number, lead.Epochs)));
    }

    /// <summary>Two leads of one name are dead in turn: the second neither takes the first one's place nor is over when the first is, nor is it seen with it.</summary>
    [Fact]
    public async Task Advisories_on_two_channels_of_one_label_last_are_seen_and_end_apart()
    {
        var study = TwoOfOneLabel(seed: 87);
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        var begun = new TaskCompletionSource();
        var told = host.WatchUntilAsync(seen => seen.Count(item => item.Advisory is { Fault: SignalFault.Flat, End: null }) == 2, begun: begun);
        await begun.Task;

        await host.FeedAsync("bed-1", BothFlat(study).Take(140));
        await told;
        var lasting = Flat(await BedAsync(host));
        await host.Client.AcknowledgeAdvisoryAsync(
            new AcknowledgeAdvisoryRequest { AdvisoryId = lasting[1].AdvisoryId, Author = "tech" }, cancellationToken: TestContext.Current.CancellationToken);
        var seen = Flat(await BedAsync(host));
        await host.FeedAsync("bed-1", BothFlat(study).Skip(140));
        await host.FeedAsync("bed-1", "event", study.End());
        var over = Flat((await host.EndedNightAsync(study.Id)).Advisories);

        Assert.Equal([(0u, "EEG C4-M1"), (1u, "EEG C4-M1")], lasting.Select(one => (one.Number, one.Channel)));
        Assert.Equal(
            ["EEG C4-M1 (channel 0): the signal does not move; check the lead", "EEG C4-M1 (channel 1): the signal does not move; check the lead"],
            lasting.Select(one => one.Text));
        Assert.Equal(["", "tech"], seen.Select(one => one.AcknowledgedBy));
        Assert.Equal([(60L, 150L, ""), (90L, 180L, "tech")], over.Select(one => (one.OnsetSeconds.Numerator, one.EndSeconds.Numerator, one.AcknowledgedBy)));
    }

    [Fact]
    public async Task What_fills_a_row_and_whose_samples_are_counted_is_said_by_number()
    {
        var study = TwoOfOneLabel(seed: 88);
        await using var host = await ServiceHost.StartAsync();

        await FeedAsync(host, study, study.Blocks().Where(block => block.Sequence is < 40 or >= 45));
        var night = await host.EndedNightAsync(study.Id);
        var waveform = await host.Client.GetWaveformAsync(
            new GetWaveformRequest { Night = new NightRef { StudyId = study.Id }, Channels = { "EEG C4-M1" }, FromSeconds = 0, ToSeconds = 1, Columns = 100 },
            cancellationToken: TestContext.Current.CancellationToken);

        Assert.All(night.Reports, report =>
        {
            Assert.Equal([0u], report.Derivations.Single(used => used.Derivation == "C4-M1").Channels);
            Assert.Equal([0u, 1u, 2u], report.Accounts.Select(account => account.Number));
        });
        Assert.Equal([0u, 1u, 2u], night.Accounts.Select(account => account.Number));
        Assert.Contains(night.Advisories, advisory => advisory.Text == "5 s of one epoch were lost: EEG C4-M1 (channel 0), EEG C4-M1 (channel 1), ECG");
        Assert.Equal([("EEG C4-M1", 0u), ("EEG C4-M1", 1u)], waveform.Traces.Select(trace => (trace.Channel, trace.Number)));
        Assert.NotEqual(waveform.Traces[0].Minimum, waveform.Traces[1].Minimum);
    }

    /// <summary>The store of an older version knows no numbers: what lasts there ends with the same identity.</summary>
    [Fact]
    public async Task What_an_older_version_told_of_a_channel_is_ended_by_this_one()
    {
        await using var host = await ServiceHost.StartAsync();
        var desk = host.Services.GetRequiredService<AdvisoryDesk>();
        var bed = new BedKey("lab", "bed-1");
        var older = new Advisory { AdvisoryId = "a", Site = "lab", Bed = "bed-1", Cause = "flat", Fault = SignalFault.Flat, Channel = "C4" };
        desk.Restore([older]);
        Assert.Equal("a", Assert.Single(desk.Of(bed)).AdvisoryId);

        desk.Follow(new Advisory(older) { Number = 0, End = new Timestamp() });

        Assert.Empty(desk.Of(bed));
    }

    [Fact]
    public async Task What_a_technologist_has_seen_stays_seen_when_the_fault_is_over()
    {
        var study = new TestStudy(300, seed: 82);
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        var begun = new TaskCompletionSource();
        var told = host.WatchUntilAsync(seen => seen.Any(item => item.Advisory?.Fault == SignalFault.Flat), begun: begun);
        await begun.Task;
        await host.FeedAsync("bed-1", FlatLead.Blocks(study).Take(130));
        var advisory = (await told).Last(item => item.Advisory?.Fault == SignalFault.Flat).Advisory;
        var bed = (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single();
        Assert.Equal(advisory.AdvisoryId, Assert.Single(bed.Advisories, lasting => lasting.Fault == SignalFault.Flat).AdvisoryId);

        await host.Client.AcknowledgeAdvisoryAsync(
            new AcknowledgeAdvisoryRequest { AdvisoryId = advisory.AdvisoryId, Author = "tech" }, cancellationToken: TestContext.Current.CancellationToken);
        await host.FeedAsync("bed-1", FlatLead.Blocks(study).Skip(130));
        await host.FeedAsync("bed-1", "event", study.End());

        var seen = Assert.Single((await host.EndedNightAsync(study.Id)).Advisories, one => one.Fault == SignalFault.Flat);
        Assert.Equal((advisory.AdvisoryId, "tech", 150L), (seen.AdvisoryId, seen.AcknowledgedBy, seen.EndSeconds.Numerator));
    }

    [Theory]
    [InlineData(75)]
    [InlineData(95)]
    [InlineData(200)]
    public async Task Signal_advisories_are_the_same_when_the_service_was_stopped_in_between(int stopAt)
    {
        var study = new TestStudy(300, seed: 83);
        await using var undisturbed = await ServiceHost.StartAsync();
        await FeedAsync(undisturbed, study, FlatLead.Blocks(study));
        var expected = Signals(await undisturbed.EndedNightAsync(study.Id));
        var folder = Directory.CreateTempSubdirectory("streaming-store-").FullName;
        try
        {
            await using (var host = await ServiceHost.StartAsync(store: folder))
            {
                await host.FeedAsync("bed-1", "study", study.Descriptor);
                await host.FeedAsync("bed-1", FlatLead.Blocks(study).Take(stopAt));
            }
            await using (var host = await ServiceHost.StartAsync(store: folder))
            {
                await host.FeedAsync("bed-1", FlatLead.Blocks(study).Skip(stopAt));
                await host.FeedAsync("bed-1", "event", study.End());
                Assert.Equal(expected, Signals(await host.EndedNightAsync(study.Id)));
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task A_lead_that_never_lives_again_is_over_with_its_study()
    {
        var study = new TestStudy(130, seed: 84);
        await using var host = await ServiceHost.StartAsync();

        await FeedAsync(host, study, FlatLead.Blocks(study));

        var told = Assert.Single((await host.EndedNightAsync(study.Id)).Advisories, advisory => advisory.Fault == SignalFault.Flat);
        Assert.Equal((60L, 120L), (told.OnsetSeconds.Numerator, told.EndSeconds.Numerator));
    }

    [Fact]
    public async Task One_channel_that_falls_silent_is_noticed_before_its_epoch_closes()
    {
        var study = new TestStudy(60, seed: 85);
        await using var host = await ServiceHost.StartAsync();
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        var begun = new TaskCompletionSource();
        var told = host.WatchUntilAsync(seen => seen.Any(item => item.Advisory?.Cause == "channel-silent"), begun: begun);
        await begun.Task;
        // Seconds 5 to 9 of the eye channel do not come: with the tenth it is four seconds behind.
        await host.FeedAsync("bed-1", study.Blocks().Take(11).Select(block =>
        {
            if (block.Sequence >= 5) block.Channels.RemoveAt(1);
            return block;
        }));
        Assert.Contains("E1-M2", (await told).Last(item => item.Advisory?.Cause == "channel-silent").Advisory.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Metrics_hold_the_accounts_of_every_bed_and_they_balance()
    {
        var study = new TestStudy(120, seed: 86);
        await using var host = await ServiceHost.StartAsync();
        await FeedAsync(host, study, study.Blocks().Where(block => block.Sequence is < 40 or >= 45));
        await host.EndedNightAsync(study.Id);

        using var http = new HttpClient();
        var text = await http.GetStringAsync(host.WebAddress + "/metrics", TestContext.Current.CancellationToken);

        double Value(string series) => double.Parse(text.Split('\n').Single(line => line.StartsWith(series + " ", StringComparison.Ordinal)).Split(' ')[1],
            System.Globalization.CultureInfo.InvariantCulture);
        double Samples(string kind) => Value($"streaming_samples{{site=\"lab\",bed=\"bed-1\",kind=\"{kind}\"}}");
        Assert.Equal(30_000, Samples("expected"));
        Assert.Equal(1250, Samples("lost"));
        Assert.Equal(Samples("expected"), Samples("received") + Samples("backfilled") + Samples("lost"));
        Assert.Equal(4, Value("streaming_epochs{site=\"lab\",bed=\"bed-1\",kind=\"staged\"}"));
        Assert.Equal(0, Value("streaming_signal_faults{site=\"lab\",bed=\"bed-1\",fault=\"flat\"}"));
    }

    private static TestStudy TwoOfOneLabel(int seed)
    {
        var study = new TestStudy(300, seed);
        study.Descriptor.Channels[1].Label = study.Descriptor.Channels[0].Label;
        study.Descriptor.Channels[1].Kind = ChannelKind.Eeg;
        return study;
    }

    /// <summary>The second goes thirty seconds after the first, and comes back thirty after it.</summary>
    private static IEnumerable<SampleBlock> BothFlat(TestStudy study) => FlatLead.Blocks(study).Select(block =>
    {
        if (block.Sequence is < FlatLead.From + 30 or >= FlatLead.To + 30) return block;
        var changed = block.Clone();
        changed.Channels[1].Samples = ByteString.CopyFrom(new byte[changed.Channels[1].Samples.Length]);
        return changed;
    });

    private static List<Advisory> Flat(IEnumerable<Advisory> advisories) =>
        [.. advisories.Where(advisory => advisory.Fault == SignalFault.Flat).OrderBy(advisory => advisory.Number)];

    private static List<Advisory> Flat(Bed bed) => Flat(bed.Advisories);

    private static async Task<Bed> BedAsync(ServiceHost host) =>
        (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds.Single();

    private static IEnumerable<Advisory> Signals(Night night) =>
        night.Advisories.Where(advisory => advisory.Fault != SignalFault.Unspecified).OrderBy(advisory => advisory.AdvisoryId, StringComparer.Ordinal);

    private static async Task FeedAsync(ServiceHost host, TestStudy study, IEnumerable<SampleBlock> blocks)
    {
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", blocks);
        await host.FeedAsync("bed-1", "event", study.End());
    }
}
