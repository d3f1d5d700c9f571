using Grpc.Core;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

/// <summary>Clock, database and disk misbehave; the night must not show it.</summary>
public sealed class DisturbedStoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-disturbed-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData(3)]
    [InlineData(-3)]
    public async Task Night_is_the_same_when_the_wall_clock_jumps(double hours)
    {
        var (study, clock) = (new TestStudy(300, seed: 91), new WallClock());
        await using var host = await ServiceHost.StartAsync(store: _folder, time: clock, settings: ["Flow:StallSeconds=600"]);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(100));
        clock.Jump(TimeSpan.FromHours(hours));
        await host.FeedAsync("bed-1", study.Blocks().Skip(100).Take(100));
        clock.Jump(TimeSpan.FromHours(-2 * hours));
        await host.FeedAsync("bed-1", study.Blocks().Skip(200));
        await host.FeedAsync("bed-1", "event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
        Assert.DoesNotContain(night.Advisories, advisory => advisory.Cause != "montage");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(-1)]
    public async Task What_ends_when_it_is_quiet_lasts_its_time_when_the_wall_clock_is_set(double hours)
    {
        var (clock, bed) = (new WallClock(), new BedKey("lab", "bed-1"));
        await using var host = await ServiceHost.StartAsync(store: _folder, time: clock, settings: ["Observing:AdvisoryQuietSeconds=300"]);
        var desk = host.Services.GetRequiredService<AdvisoryDesk>();
        desk.Raise(bed, "", "malformed-samples", "one", AdvisoryPriority.Medium, endsWhenQuiet: true);
        clock.Jump(TimeSpan.FromHours(hours));
        desk.Tick();
        Assert.Single(desk.Of(bed));
        clock.Pass(TimeSpan.FromSeconds(300));
        desk.Tick();
        Assert.Empty(desk.Of(bed));
    }

    [Theory]
    [InlineData(5, 1)]
    [InlineData(-5, 1)]
    [InlineData(3600, 12)]
    [InlineData(-3600, 12)]
    public async Task Recorder_is_not_blamed_when_the_wall_clock_is_set(double seconds, int afterHours)
    {
        var (clock, bed) = (new WallClock(), new BedKey("lab", "bed-1"));
        await using var host = await ServiceHost.StartAsync(store: _folder, time: clock);
        var desk = host.Services.GetRequiredService<AdvisoryDesk>();
        var study = StudyReader.ReadKept(new TestStudy(30).Descriptor);
        var watch = new RecorderClockWatch(bed, study, clock);
        for (var second = 0; second < (afterHours + 1) * 3600; second++)
        {
            if (second == afterHours * 3600) clock.Jump(TimeSpan.FromSeconds(seconds));
            clock.Pass(TimeSpan.FromSeconds(1));
            watch.Look(clock.GetUtcNow(), second, desk);
            Assert.Empty(desk.Of(bed));
        }
        for (var second = 0; second < 2 * 3600; second++) // from here on a thousandth too slow, and told all the same
        {
            clock.Pass(TimeSpan.FromSeconds(1.001));
            watch.Look(clock.GetUtcNow(), (afterHours + 1) * 3600 + second, desk);
        }
        Assert.Equal("recorder-clock", Assert.Single(desk.Of(bed)).Cause);
    }

    [Fact]
    public async Task Nothing_is_lost_when_another_program_locks_the_database_for_longer_than_is_waited()
    {
        var study = new TestStudy(150, seed: 92);
        await using var host = await ServiceHost.StartAsync(store: _folder, settings: ["Flow:LaneCapacity=512"]);
        var log = host.Services.GetRequiredService<NightLog>();
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "nights.db")};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            Run(other, "BEGIN IMMEDIATE");
            await host.FeedAsync("bed-1", "study", study.Descriptor);
            await host.FeedAsync("bed-1", study.Blocks()); // acknowledged: the journal is another file
            while (log.IsWritable) await Task.Delay(100, TestContext.Current.CancellationToken);
            Run(other, "ROLLBACK");
        }
        await host.FeedAsync("bed-1", "event", study.End());

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
        Assert.True(log.IsWritable);
    }

    [Fact]
    public async Task Bed_waits_and_callers_are_told_while_the_store_cannot_be_read()
    {
        var (study, next, aside) = (new TestStudy(150, seed: 95), new TestStudy(90, seed: 96), _folder + "-aside");
        await using var host = await ServiceHost.StartAsync(store: _folder, settings: ["Flow:LaneCapacity=1"]); // what does not fit is read from the journal
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(70));
        await host.WatchUntilAsync(seen => seen.Any(item => item.Report is { Revision: Revision.Final, Epoch: 1 }), FromTheBeginning(host));

        Directory.Move(_folder, aside); // what is open goes on; what is opened anew does not find it
        SqliteConnection.ClearAllPools();
        await host.FeedAsync("bed-1", study.Blocks().Skip(70));
        await host.FeedAsync("bed-1", "event", study.End());
        await host.FeedAsync("bed-2", "study", next.Descriptor);
        var reads = host.Services.GetRequiredService<PatientReads>();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromMinutes(1)); // a bed that gave up asks no more
        while (reads.IsAnswered) await Task.Delay(20, patience.Token);
        var night = new GetNightRequest { Night = new NightRef { StudyId = study.Id } };
        var refusal = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.GetNightAsync(night, cancellationToken: TestContext.Current.CancellationToken));
        Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
        Assert.StartsWith("the store cannot be read at present (", refusal.Status.Detail, StringComparison.Ordinal);
        Assert.All((await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds, bed => Assert.True(bed.StoreRefuses));
        Directory.Move(aside, _folder);

        await host.FeedAsync("bed-2", next.Blocks());
        await host.FeedAsync("bed-2", "event", next.End());
        foreach (var (bed, whole) in ((string, TestStudy)[])[("bed-1", study), ("bed-2", next)])
            Assert.Equal(OfflineReports.Of(whole, bed, new InkStager()), OfflineReports.Comparable((await host.EndedNightAsync(whole.Id)).Reports));
        Assert.True(reads.IsAnswered);
    }

    [Fact]
    public async Task Who_asks_for_samples_or_a_report_is_told_that_the_store_cannot_be_read()
    {
        var (study, stop) = (new TestStudy(60, seed: 93), TestContext.Current.CancellationToken);
        await using var host = await ServiceHost.StartAsync(store: _folder);
        await host.FeedAsync("bed-1", study);
        await host.EndedNightAsync(study.Id);
        var (night, journal, aside) = (new NightRef { StudyId = study.Id }, Path.Combine(_folder, "journal"), _folder + "-aside");
        Directory.Move(journal, aside); // the night log beside it is read as ever
        RpcException[] refusals =
        [
            await Assert.ThrowsAsync<RpcException>(async () => await host.Client.GetWaveformAsync(new GetWaveformRequest { Night = night, ToSeconds = 10, Columns = 100 }, cancellationToken: stop)),
            await Assert.ThrowsAsync<RpcException>(async () => await host.Client.GetEpochImageAsync(new GetEpochImageRequest { Night = night }, cancellationToken: stop)),
            await Assert.ThrowsAsync<RpcException>(() => Exporting.ExportedNight.GetAsync(host.Client, study.Id, ExportFormat.Edf)),
        ];
        Directory.Move(aside, journal);
        Assert.All(refusals, refusal => Assert.Equal(StatusCode.Unavailable, refusal.StatusCode));
        Assert.All(refusals, refusal => Assert.StartsWith("the store cannot be read at present (", refusal.Status.Detail, StringComparison.Ordinal));

        Directory.Move(_folder, aside);
        SqliteConnection.ClearAllPools();
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri(host.WebAddress + "/nights/lab/bed-1/report.html"), stop);
        var text = await answer.Content.ReadAsStringAsync(stop);
        Directory.Move(aside, _folder);
        Assert.Equal(System.Net.HttpStatusCode.ServiceUnavailable, answer.StatusCode);
        Assert.StartsWith("the store cannot be read at present (", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Edits_are_answered_while_the_store_refuses_and_the_line_waits()
    {
        var study = new TestStudy(150, seed: 94);
        await using var host = await ServiceHost.StartAsync(store: _folder, settings: ["Flow:LaneCapacity=512"]);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(70));
        await host.WatchUntilAsync(seen => seen.Any(item => item.Report is { Revision: Revision.Final, Epoch: 1 }), FromTheBeginning(host));
        var (night, at) = (new NightRef { StudyId = study.Id }, new Rational { Numerator = 10, Denominator = 1 });
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "nights.db")};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            Run(other, "BEGIN IMMEDIATE");
            await host.FeedAsync("bed-1", study.Blocks().Skip(70));
            Task[] edits =
            [
                AnswerAsync(options => host.Client.OverrideAsync(new OverrideRequest { Night = night, Epoch = 1, Stage = Streaming.V1.Stage.R, Author = "rt" }, options)),
                AnswerAsync(options => host.Client.AddNoteAsync(new AddNoteRequest { Night = night, AtSeconds = at, Text = "moved", Author = "rt" }, options)),
                AnswerAsync(options => host.Client.MarkLightsAsync(new MarkLightsRequest { Night = night, AtSeconds = at, Author = "rt" }, options)),
                AnswerAsync(options => host.Client.SignNightAsync(new SignNightRequest { Night = night, Author = "rt" }, options)),
            ];
            await Task.WhenAll(edits);
            var (status, _, said) = await ProgramProcess.RunAsync("Streaming.Station", "note", "lab/bed-1", "10", "moved", "--author", "rt", "--address", host.Address);
            Assert.Equal(1, status);
            Assert.StartsWith("station: the store takes no writes at present", said, StringComparison.Ordinal);
            Run(other, "ROLLBACK");
        }
        await host.FeedAsync("bed-1", "event", study.End());

        var ended = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(ended.Reports)); // no override among them
        Assert.Empty(ended.Notes);
        Assert.Empty(ended.Lights);

        static async Task AnswerAsync<T>(Func<CallOptions, AsyncUnaryCall<T>> edit)
        {
            var options = new CallOptions(deadline: TimeProvider.System.GetUtcNow().UtcDateTime.AddMinutes(1), cancellationToken: TestContext.Current.CancellationToken);
            var refusal = await Assert.ThrowsAsync<RpcException>(async () => await edit(options));
            Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
            Assert.Contains("the store takes no writes at present", refusal.Status.Detail, StringComparison.Ordinal);
            Assert.Contains("the edit was not made, and will not be", refusal.Status.Detail, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Advisory_is_not_acknowledged_where_the_store_did_not_keep_it()
    {
        var bed = new BedKey("lab", "bed-1");
        await using var host = await ServiceHost.StartAsync(store: _folder);
        var desk = host.Services.GetRequiredService<AdvisoryDesk>();
        desk.Raise(bed, "", "montage", "one", AdvisoryPriority.Low);
        await host.WatchUntilAsync(seen => seen.Any(item => item.Advisory is not null), FromTheBeginning(host));
        var request = new AcknowledgeAdvisoryRequest { AdvisoryId = Assert.Single(desk.Of(bed)).AdvisoryId, Author = "rt" };
        await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "nights.db")};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            Run(other, "BEGIN IMMEDIATE");
            var refusal = await Assert.ThrowsAsync<RpcException>(async () => await host.Client.AcknowledgeAdvisoryAsync(request, cancellationToken: TestContext.Current.CancellationToken));
            Assert.Equal(StatusCode.Unavailable, refusal.StatusCode);
            Assert.Equal("", Assert.Single(desk.Of(bed)).AcknowledgedBy);
            Run(other, "ROLLBACK");
        }
        await host.Client.AcknowledgeAdvisoryAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal("rt", Assert.Single(desk.Of(bed)).AcknowledgedBy);
    }

    [Fact(Timeout = 120_000)]
    public async Task Advisory_that_ends_while_the_store_refuses_is_over_for_watchers_and_after_a_restart()
    {
        var bed = new BedKey("lab", "bed-1");
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            var (desk, log) = (host.Services.GetRequiredService<AdvisoryDesk>(), host.Services.GetRequiredService<NightLog>());
            desk.Raise(bed, "", "gateway-offline", "one", AdvisoryPriority.High);
            await host.WatchUntilAsync(seen => seen.Any(item => item.Advisory is not null), FromTheBeginning(host));
            await using (var other = new SqliteConnection($"Data Source={Path.Combine(_folder, "nights.db")};Pooling=false"))
            {
                await other.OpenAsync(TestContext.Current.CancellationToken);
                Run(other, "BEGIN IMMEDIATE");
                desk.End(bed, "gateway-offline");
                while (log.IsWritable) await Task.Delay(100, TestContext.Current.CancellationToken);
                Run(other, "ROLLBACK");
            }
            await host.WatchUntilAsync(seen => seen.Any(item => item.Advisory?.End is not null), FromTheBeginning(host));
        }
        await using var after = await ServiceHost.StartAsync(store: _folder);
        Assert.Empty(after.Services.GetRequiredService<AdvisoryDesk>().Of(bed));
    }

    [Fact]
    public async Task Service_does_not_start_on_a_damaged_night_log_and_names_it()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder, "nights.db"), new string('x', 4096), TestContext.Current.CancellationToken);

        var refusal = await Assert.ThrowsAsync<StoreDamagedException>(() => ServiceHost.StartAsync(store: _folder));

        Assert.Contains(Path.Combine(_folder, "nights.db"), refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Night_is_the_same_when_every_flush_is_slow()
    {
        var study = new TestStudy(150, seed: 93);
        using var never = new ManualResetEventSlim(); // outlives the host
        await using var host = await ServiceHost.StartAsync(store: _folder);
        var (flushes, largest) = (0, 0);
        // On the writers' own threads, as a slow disk would hold them.
        host.Services.GetRequiredService<Journal>().Flushed += count =>
        {
            (flushes, largest) = (flushes + 1, Math.Max(largest, count));
            never.Wait(100);
        };
        host.Services.GetRequiredService<NightLog>().Flushed += _ => never.Wait(100);

        await host.FeedAsync("bed-1", study);

        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
        Assert.True(flushes < 152 && largest > 1, $"{flushes} flushes, at most {largest} records each"); // what waits shares one
    }

    [Fact]
    public async Task Forty_beds_go_on_from_the_store_and_not_from_the_nights_records()
    {
        const int Beds = 40;
        TestStudy[] studies = [.. Enumerable.Range(0, Beds).Select(bed => new TestStudy(420, seed: 200 + bed))];
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            foreach (var (bed, study) in studies.Index()) await host.FeedAsync($"bed-{bed}", "study", study.Descriptor);
            // As they come in: the beds' seconds side by side.
            for (var second = 0; second < 370; second++)
                await Task.WhenAll(studies.Select((study, bed) => host.FeedAsync($"bed-{bed}", "samples", study.Block(second, second + 1))));
            await DecidedAsync(host, studies, 11);
        }
        await using var after = await ServiceHost.StartAsync(store: _folder);
        // Of each bed: the open epoch, and what was journalled beside the bed that is furthest behind.
        var again = after.Services.GetRequiredService<Ward>().RecoveredRecords;
        Assert.InRange(again, 0, Beds * 370 / 4);
        // The samples that complete the open epoch bring its FINAL.
        foreach (var (bed, study) in studies.Index()) await after.FeedAsync($"bed-{bed}", study.Blocks().Skip(370).Take(20));
        await DecidedAsync(after, studies, 12);
        await after.FeedAsync("bed-7", studies[7].Blocks().Skip(390));
        await after.FeedAsync("bed-7", "event", studies[7].End());

        var night = await after.EndedNightAsync(studies[7].Id);
        Assert.Equal(OfflineReports.Of(studies[7], "bed-7", new InkStager()), OfflineReports.Comparable(night.Reports));
    }

    private static Task DecidedAsync(ServiceHost host, TestStudy[] studies, long epoch) => host.WatchUntilAsync(
        seen => studies.All(study => seen.Any(item => item.Report is { Revision: Revision.Final } report && report.StudyId == study.Id && report.Epoch == epoch)),
        FromTheBeginning(host));

    // A snapshot tells what stands, not what happened.
    private static WatchRequest FromTheBeginning(ServiceHost host) => new() { Resume = new ResumeToken { StoreId = host.Services.GetRequiredService<NightLog>().StoreId } };

    private static void Run(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
