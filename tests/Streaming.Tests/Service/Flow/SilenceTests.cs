using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

/// <summary>What only a clock can tell, by a clock of our own.</summary>
public sealed class SilenceTests
{
    [Fact]
    public async Task Loss_of_signal_is_told_within_five_seconds_and_the_bed_is_not_shown_as_staging()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        var study = new TestStudy(60, seed: 91);
        await using var host = await ServiceHost.StartAsync(time: time, settings: ["Flow:StallSeconds=4"]);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(35));
        await ServiceHost.UntilAsync(async () => (await host.BedAsync()).StudySeconds >= 35);

        var last = time.GetUtcNow();
        for (var second = 0; second < 5; second++) time.Advance(TimeSpan.FromSeconds(1));

        await ServiceHost.UntilAsync(async () => (await host.BedAsync()).State == BedState.Stalled);
        var told = Assert.Single((await host.BedAsync()).Advisories, advisory => advisory.Cause == "study-stalled");
        Assert.True(told.Onset.ToDateTimeOffset() - last <= TimeSpan.FromSeconds(5));
        Assert.Equal(AdvisoryPriority.High, told.Priority);
    }

    [Fact]
    public async Task No_bed_is_silent_or_over_because_the_disk_refuses()
    {
        var (time, study) = (new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000)), new TestStudy(150, seed: 97));
        await using var host = await ServiceHost.StartAsync(
            time: time, settings: ["Flow:StallSeconds=4", "Flow:LaneCapacity=512", "Recording:Journal:SegmentBytes=65536"]);
        var journal = host.Services.GetRequiredService<Journal>();
        var folder = Path.Combine(host.Store, "journal");
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        await host.FeedAsync("bed-1", study.Blocks().Take(40));
        Directory.Delete(folder, recursive: true); // refused from the next file on
        var rest = FeedAsync(); // one by one: of what is written as one, nothing begins a file
        Assert.True(SpinWait.SpinUntil(() => !journal.IsWritable, TimeSpan.FromMinutes(1)));

        await PassAsync(TimeSpan.FromSeconds(10));
        time.Advance(TimeSpan.FromMinutes(61)); // Flow:StudyTimeoutMinutes
        await PassAsync(TimeSpan.FromSeconds(10));
        Assert.Empty(OfSilence(await host.BedAsync()));

        Directory.CreateDirectory(folder);
        await ServiceHost.UntilAsync(async () =>
        {
            await PassAsync(TimeSpan.FromSeconds(1));
            return rest.IsCompleted;
        });
        await rest;
        await host.FeedAsync("bed-1", "event", study.End());
        var night = await host.EndedNightAsync(study.Id);
        Assert.Equal(OfflineReports.Of(study, "bed-1", new InkStager()), OfflineReports.Comparable(night.Reports));
        Assert.DoesNotContain(night.Advisories, advisory => advisory.Cause == "study-stalled");

        async Task FeedAsync()
        {
            foreach (var block in study.Blocks().Skip(40)) await host.FeedAsync("bed-1", [block]);
        }

        async Task PassAsync(TimeSpan span)
        {
            for (var second = 0; second < span.TotalSeconds; second++)
            {
                time.Advance(TimeSpan.FromSeconds(1));
                await Task.Delay(20, TestContext.Current.CancellationToken); // for whoever waited for it
            }
        }
    }

    [Fact]
    public async Task A_study_without_a_descriptor_pins_recovery_for_a_bounded_time_only()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        await using var host = await ServiceHost.StartAsync(time: time, settings: ["Flow:HeldHours=2"]);
        await host.FeedAsync("bed-1", new TestStudy(60, seed: 92).Blocks().Take(3));
        var lane = host.Services.GetRequiredService<Ward>().Lanes.Single(pair => pair.Key == new BedKey("lab", "bed-1")).Value;
        await ServiceHost.UntilAsync(() => Task.FromResult(lane.SafeOffset == 0));

        time.Advance(TimeSpan.FromHours(3));

        await ServiceHost.UntilAsync(() =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(lane.SafeOffset == long.MaxValue);
        });
    }

    [Fact]
    public async Task A_descriptor_that_does_not_come_is_asked_for_until_it_comes()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        var (first, second) = (new TestStudy(60, seed: 93), new TestStudy(60, seed: 94));
        await using var host = await ServiceHost.StartAsync(time: time, settings: ["Flow:StallSeconds=4"]);
        await host.FeedAsync("bed-1", "study", first.Descriptor);
        await host.FeedAsync("bed-1", first.Blocks().Take(3));
        await host.FeedAsync("bed-1", second.Blocks().Take(3));

        var told = await ToldAsync(host, time, "descriptor-missing");

        Assert.Equal($"study {second.Id} sends, but no descriptor of it was taken: publish it, retained, at psg/v1/lab/bed-1/study", told.Text);
        await host.FeedAsync("bed-1", "study", second.Descriptor);
        await ServiceHost.UntilAsync(async () => (await host.BedAsync()) is { StudySeconds: 3 } bed && bed.StudyId == second.Id);
        Assert.DoesNotContain((await host.BedAsync()).Advisories, advisory => advisory.Cause == "descriptor-missing");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_bed_that_sends_a_study_without_a_descriptor_is_told_for_that_alone_and_is_stalled_when_it_stops(bool wasStalled)
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        var (first, second) = (new TestStudy(60, seed: 98), new TestStudy(300, seed: 99));
        await using var host = await ServiceHost.StartAsync(time: time, settings: ["Flow:StallSeconds=4"]);
        await host.FeedAsync("bed-1", "study", first.Descriptor);
        await host.FeedAsync("bed-1", first.Blocks().Take(3));
        await ServiceHost.UntilAsync(async () => (await host.BedAsync()).StudySeconds >= 3);
        if (wasStalled) await ToldAsync(host, time, "study-stalled");

        var sent = 0;
        await ServiceHost.UntilAsync(async () =>
        {
            await host.FeedAsync("bed-1", second.Blocks().Skip(sent++).Take(1));
            time.Advance(TimeSpan.FromSeconds(1));
            return sent > 12 && (await host.BedAsync()) is { State: BedState.Waiting } bed
                && OfSilence(bed).SequenceEqual(["descriptor-missing"]);
        });
        // It lasts, and nothing comes beside it, for as long as the bed sends.
        for (var more = 0; more < 8; more++)
        {
            await host.FeedAsync("bed-1", second.Blocks().Skip(sent++).Take(1));
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken);
            Assert.Equal(["descriptor-missing"], OfSilence(await host.BedAsync()));
        }
        await ToldAsync(host, time, "study-stalled");
        await ServiceHost.UntilAsync(async () => (await host.BedAsync()).State == BedState.Stalled);

        await host.FeedAsync("bed-1", first.Blocks().Skip(3).Take(3));
        await ServiceHost.UntilAsync(async () => (await host.BedAsync()) is { State: BedState.Calibrating } bed && !OfSilence(bed).Contains("study-stalled"));
    }

    [Fact]
    public async Task What_comes_for_a_study_that_is_over_is_told_until_it_has_been_quiet()
    {
        var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
        var study = new TestStudy(60, seed: 95);
        await using var host = await ServiceHost.StartAsync(time: time, settings: ["Observing:AdvisoryQuietSeconds=20"]);
        await host.FeedAsync("bed-1", "study", study.Descriptor);
        var lights = new StudyEvent
        {
            StudyId = study.Id, EventId = Guid.NewGuid().ToString(), AtSeconds = new Rational { Numerator = 1, Denominator = 1 }, LightsOff = new LightsOff(),
        };
        await host.FeedAsync("bed-1", "event", lights);
        await host.FeedAsync("bed-1", study.Blocks());
        await host.FeedAsync("bed-1", "event", study.End());
        await ServiceHost.UntilAsync(async () => (await host.BedAsync()).State == BedState.Ended);

        // Delivered twice, and a new one: only the second is too late.
        await host.FeedAsync("bed-1", "event", lights);
        lights.EventId = Guid.NewGuid().ToString();
        await host.FeedAsync("bed-1", "event", lights);

        var told = await ToldAsync(host, time, "study-over");
        Assert.Equal((1L, "an event came for a study that is over"), (told.Count, told.Text));
        await ServiceHost.UntilAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(5));
            return !(await host.BedAsync()).Advisories.Any(advisory => advisory.Cause == "study-over");
        });
    }

    /// <summary>A lane that failed with work before it takes nothing more: what waits for it would wait for ever, and every other bed with it.</summary>
    [Fact]
    public async Task No_bed_is_kept_from_its_clock_by_one_whose_lane_has_failed()
    {
        var (time, model) = (new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000)), InkStager.Served() with { CreateStager = () => new TooFewStages() });
        var (failing, healthy) = (new TestStudy(300, seed: 86), new TestStudy(20, seed: 87));
        await using var host = await ServiceHost.StartAsync(
            model: model, time: time, settings: ["Flow:StallSeconds=4", "Flow:EpochsInFlightPerBed=1", "Flow:Provisional=false", "Flow:LaneCapacity=512"]);
        await host.FeedAsync("bed-1", "study", failing.Descriptor);
        await host.FeedAsync("bed-1", failing.Blocks());
        await ServiceHost.UntilAsync(async () => (await host.BedAsync()).Advisories.Any(advisory => advisory.Cause == "bed-failed"));
        for (var second = 0; second < 10; second++)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(20, TestContext.Current.CancellationToken); // for whoever waited for it
        }
        await host.FeedAsync("bed-2", "study", healthy.Descriptor);
        await host.FeedAsync("bed-2", healthy.Blocks());

        await ServiceHost.UntilAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            var beds = (await host.Client.ListBedsAsync(new ListBedsRequest(), cancellationToken: TestContext.Current.CancellationToken)).Beds;
            return beds.Any(bed => bed is { Bed_: "bed-2", State: BedState.Stalled });
        });
    }

    [Fact]
    public async Task A_night_that_was_over_long_ago_is_not_waited_for_once_its_descriptor_has_come_again()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-silence-").FullName;
        try
        {
            var time = new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000));
            var (old, current) = (new TestStudy(60, seed: 89), new TestStudy(60, seed: 88));
            await using (var host = await ServiceHost.StartAsync(store: folder, time: time))
            {
                await host.FeedAsync("bed-1", old);
                await host.FeedAsync("bed-1", "study", current.Descriptor);
                await ServiceHost.UntilAsync(async () => (await host.BedAsync()).StudyId == current.Id);
            }
            await using (var host = await ServiceHost.StartAsync(store: folder, time: time, settings: ["Flow:StallSeconds=4"]))
            {
                await host.FeedAsync("bed-1", old.Blocks().TakeLast(1)); // a gateway that is not sure
                await ToldAsync(host, time, "descriptor-missing");

                await host.FeedAsync("bed-1", "study", old.Descriptor);

                await ServiceHost.UntilAsync(async () => (await host.BedAsync()).Advisories.All(advisory => advisory.Cause != "descriptor-missing"));
                var lane = host.Services.GetRequiredService<Ward>().Lanes.Single().Value;
                Assert.Equal(long.MaxValue, lane.Feed.HeldFrom);
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData(35)] // some of the open epoch is read again
    [InlineData(30)] // nothing is
    public async Task A_bed_that_had_gone_silent_is_not_shown_as_staged_after_a_restart(int seconds)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-silence-").FullName;
        try
        {
            var (time, study) = (new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000)), new TestStudy(90, seed: 97));
            string[] settings = ["Flow:StallSeconds=4"];
            var last = time.GetUtcNow();
            await using (var host = await ServiceHost.StartAsync(store: folder, time: time, settings: settings))
            {
                await host.FeedAsync("bed-1", "study", study.Descriptor);
                await host.FeedAsync("bed-1", study.Blocks().Take(seconds));
                await ServiceHost.UntilAsync(async () => (await host.BedAsync()).FinalEpochs == 1);
                await ToldAsync(host, time, "study-stalled");
                await ServiceHost.UntilAsync(async () => (await host.BedAsync()).State == BedState.Stalled);
            }
            time.Advance(TimeSpan.FromMinutes(10));
            await using (var host = await ServiceHost.StartAsync(store: folder, time: time, settings: settings))
            {
                for (var second = 0; second < 8; second++)
                {
                    var shown = await host.BedAsync();
                    Assert.Equal((BedState.Stalled, last), (shown.State, shown.LastSamples.ToDateTimeOffset()));
                    Assert.Single(shown.Advisories, advisory => advisory.Cause == "study-stalled");
                    time.Advance(TimeSpan.FromSeconds(1));
                }
                await host.FeedAsync("bed-1", study.Blocks().Skip(seconds).Take(5));
                await ServiceHost.UntilAsync(async () => (await host.BedAsync()).State != BedState.Stalled);
                Assert.Equal(time.GetUtcNow(), (await host.BedAsync()).LastSamples.ToDateTimeOffset());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Whoever shows beds must be able to tell a gateway that went away from one that never said a word.</summary>
    [Fact]
    public async Task When_a_gateway_was_last_told_of_is_kept_and_said()
    {
        var folder = Directory.CreateTempSubdirectory("streaming-gateway-").FullName;
        try
        {
            var (time, study) = (new FakeTimeProvider(DateTimeOffset.UnixEpoch.AddDays(20_000)), new TestStudy(60, seed: 96));
            var offline = new GatewayStatus { Online = false, Software = "test", StudyId = study.Id };
            DateTimeOffset gone;
            await using (var host = await ServiceHost.StartAsync(store: folder, time: time))
            {
                await host.FeedAsync("bed-1", "study", study.Descriptor);
                await host.FeedAsync("bed-1", study.Blocks().Take(3));
                await ServiceHost.UntilAsync(async () => (await host.BedAsync()).StudySeconds >= 3);
                Assert.Null((await host.BedAsync()).GatewayTold);

                time.Advance(TimeSpan.FromSeconds(2));
                gone = time.GetUtcNow();
                await host.FeedAsync("bed-1", "status", offline);
                await ServiceHost.UntilAsync(async () => (await host.BedAsync()).GatewayTold?.ToDateTimeOffset() == gone);
            }
            await using (var host = await ServiceHost.StartAsync(store: folder, time: time))
            {
                // The broker repeats what it retained; the samples since are younger than the word all the same.
                time.Advance(TimeSpan.FromSeconds(2));
                await host.FeedAsync("bed-1", "status", offline);
                await host.FeedAsync("bed-1", study.Blocks().Skip(3).Take(3));
                await ServiceHost.UntilAsync(async () => (await host.BedAsync()).StudySeconds >= 6);
                var bed = await host.BedAsync();
                Assert.Equal((false, gone), (bed.GatewayOnline, bed.GatewayTold.ToDateTimeOffset()));
                Assert.True(bed.LastSamples.ToDateTimeOffset() > gone);
                await host.FeedAsync("bed-1", "status", new GatewayStatus(offline) { Online = true });
                await ServiceHost.UntilAsync(async () => (await host.BedAsync()) is { GatewayOnline: true } back && back.GatewayTold.ToDateTimeOffset() == time.GetUtcNow());
            }
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<string> OfSilence(Bed bed) =>
        bed.Advisories.Select(advisory => advisory.Cause).Where(cause => cause is "study-stalled" or "descriptor-missing");

    private static async Task<Advisory> ToldAsync(ServiceHost host, FakeTimeProvider time, string cause)
    {
        Advisory? told = null;
        await ServiceHost.UntilAsync(async () =>
        {
            time.Advance(TimeSpan.FromSeconds(1));
            told = (await host.BedAsync()).Advisories.SingleOrDefault(advisory => advisory.Cause == cause);
            return told is not null;
        });
        return told!;
    }
}
