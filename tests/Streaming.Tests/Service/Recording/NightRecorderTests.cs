using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Streaming.Core.Signals.Edf;
using Streaming.Service.Exporting;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Tests.Interop.Edf;
using Streaming.Tests.Parts.Grpc;
using Streaming.V1;

namespace Streaming.Tests.Service.Recording;

/// <summary>The night's recording: whole or absent, and all of the night.</summary>
public sealed class NightRecorderTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-store-").FullName;
    private readonly TestStudy _study = new(200, seed: 95);

    private string Place => Path.Combine(_folder, "recordings", $"lab-bed-1-{_study.Id}.edf");

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_night_with_a_gap_is_recorded_as_it_came_with_stages_and_advisories()
    {
        await using var host = await ServiceHost.StartAsync(store: _folder);
        await FeedAsync(host, FlatLead.Blocks(_study).Where(block => block.Sequence is < 20 or >= 24));

        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);

        using (var stream = File.OpenRead(Place))
        {
            var file = EdfReader.Open(stream);
            Assert.Equal(EdfContinuity.Discontinuous, file.Header.Continuity);
            var texts = file.Annotations.Select(annotation => annotation.Text).ToList();
            Assert.Equal(6, texts.Count(text => text.StartsWith("Sleep stage", StringComparison.Ordinal)));
            var flat = Assert.Single(file.Annotations, annotation => annotation.Text.StartsWith("Advisory flat", StringComparison.Ordinal));
            // It lives again at 150 s; the study is over before that has lasted.
            Assert.Equal((60.0, 120.0), ((double)flat.OnsetSeconds, (double)flat.DurationSeconds!.Value));
            var values = file.Read(1, 3000, 500)[0].Values.ToArray();
            Assert.Equal(Enumerable.Range(3000, 500).Select(index => (int)_study.Value(1, index)), values);
        }
        var night = await GetAsync(host);
        Assert.Equal((Path.GetFileName(Place), false), (night.Recording, night.RawSamplesDeleted));
    }

    [Fact]
    public async Task A_block_whose_index_was_not_believed_is_not_in_the_recording()
    {
        var blocks = _study.Blocks().ToList();
        await using var host = await ServiceHost.StartAsync(store: _folder);
        // One lands in the midst of the night, where what is right comes later, and one hours behind its end; neither has the value of its place.
        await FeedAsync(host, [.. blocks.Take(50), Moved(blocks[20], 150), .. blocks.Skip(50).Take(50), Moved(blocks[30], 36_000), .. blocks.Skip(100)]);

        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);

        using var stream = File.OpenRead(Place);
        var file = EdfReader.Open(stream);
        Assert.Equal(EdfContinuity.Continuous, file.Header.Continuity);
        Assert.Equal(Enumerable.Range(14_900, 400).Select(index => (int)_study.Value(1, index)), file.Read(1, 14_900, 400)[0].Values.ToArray());
        Assert.DoesNotContain(file.Annotations, annotation => annotation.OnsetSeconds > 200);
    }

    private SampleBlock Moved(SampleBlock block, int toSecond)
    {
        var moved = block.Clone();
        foreach (var run in moved.Channels) run.FirstIndex = toSecond * _study.Descriptor.Channels[(int)run.Channel].RateHz.Numerator;
        return moved;
    }

    [Fact]
    public async Task Whoever_asks_while_another_records_waits_and_finds_it_recorded()
    {
        await using var host = await ServiceHost.StartAsync(store: _folder);
        await FeedAsync(host, _study.Blocks());
        var recorder = host.Services.GetRequiredService<NightRecorder>();
        await Task.WhenAll(Enumerable.Range(0, 4).Select(async _ =>
        {
            await Task.Yield();
            await recorder.RecordAsync(TestContext.Current.CancellationToken);
            Assert.True(File.Exists(Place));
            using var reader = host.Services.GetRequiredService<NightLog>().Read();
            Assert.NotNull(reader.Recording(_study.Id));
        }));
    }

    [Fact]
    public async Task What_keeps_it_from_being_written_is_said_once_while_it_lasts()
    {
        await using var host = await ServiceHost.StartAsync(store: _folder);
        var (folder, lines) = (Path.Combine(_folder, "recordings"), new LogLines());
        await File.WriteAllTextAsync(folder, "in the way", TestContext.Current.CancellationToken);
        await FeedAsync(host, _study.Blocks());
        using var recorder = new NightRecorder(
            host.Services.GetRequiredService<Journal>(), host.Services.GetRequiredService<PayloadReader>(), host.Services.GetRequiredService<NightLog>(),
            host.Services.GetRequiredService<LabClock>(), folder, TimeProvider.System, new Logger<NightRecorder>(lines));

        for (var n = 0; n < 3; n++) await recorder.TryAsync(TestContext.Current.CancellationToken);
        var (level, text, trace) = Assert.Single(lines.Seen);
        Assert.Equal((LogLevel.Error, null), (level, trace));
        Assert.Contains(folder, text, StringComparison.Ordinal);

        File.Delete(folder);
        await recorder.TryAsync(TestContext.Current.CancellationToken);
        Assert.True(File.Exists(Place));
    }

    [Fact]
    public async Task A_night_is_there_for_its_recording_and_for_who_looks_when_the_next_one_had_begun_before_a_restart()
    {
        var (next, stop) = (new TestStudy(40, seed: 98), TestContext.Current.CancellationToken);
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await FeedAsync(host, _study.Blocks());
            await host.FeedAsync("bed-1", "study", next.Descriptor);
            await host.KnownAsync(next.Id);
            // As where the disk of recordings had no room: not noted.
            await host.Services.GetRequiredService<NightLog>().WriteAsync(transaction => { transaction.ForgetRecording(_study.Id); return true; }, stop);
        }
        if (File.Exists(Place)) File.Delete(Place);

        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await host.Services.GetRequiredService<NightRecorder>().RecordAsync(stop);
            Assert.Equal(Path.GetFileName(Place), (await GetAsync(host)).Recording);
            using (var stream = File.OpenRead(Place))
                Assert.Equal(Enumerable.Range(3000, 500).Select(index => (int)_study.Value(1, index)), EdfReader.Open(stream).Read(1, 3000, 500)[0].Values.ToArray());

            var night = new NightRef { StudyId = _study.Id };
            var shown = await host.Client.GetWaveformAsync(new GetWaveformRequest { Night = night, FromSeconds = 10, ToSeconds = 11, Columns = 100 }, cancellationToken: stop);
            Assert.DoesNotContain(shown.Traces[0].Minimum, float.IsNaN);
            var drawn = await host.Client.GetEpochImageAsync(new GetEpochImageRequest { Night = night, Epoch = 2 }, cancellationToken: stop);
            Assert.False(drawn.Png.IsEmpty);
        }
    }

    [Fact]
    public async Task A_journal_whose_volume_is_away_is_not_taken_for_a_night_without_samples()
    {
        var (journal, aside, stop) = (Path.Combine(_folder, "journal"), _folder + "-aside", TestContext.Current.CancellationToken);
        await using var host = await ServiceHost.StartAsync(store: _folder);
        await FeedAsync(host, _study.Blocks());
        var recorder = host.Services.GetRequiredService<NightRecorder>();
        Directory.Move(journal, aside);
        Directory.CreateDirectory(journal); // the mount point

        await Assert.ThrowsAsync<IOException>(() => recorder.RecordAsync(stop));

        Directory.Delete(journal);
        Directory.Move(aside, journal);
        await recorder.RecordAsync(stop);
        Assert.True(File.Exists(Place));
    }

    [Fact]
    public async Task A_night_that_cannot_be_recorded_holds_up_no_other()
    {
        var (other, stop) = (new TestStudy(40, seed: 99), TestContext.Current.CancellationToken);
        await using var host = await ServiceHost.StartAsync(store: _folder);
        Directory.CreateDirectory(Place); // in its way
        await FeedAsync(host, _study.Blocks());
        await host.FeedAsync("bed-2", other);
        await host.EndedNightAsync(other.Id);

        var refusal = await Assert.ThrowsAnyAsync<Exception>(() => host.Services.GetRequiredService<NightRecorder>().RecordAsync(stop));

        Assert.True(refusal is IOException or UnauthorizedAccessException, refusal.GetType().Name);
        Assert.True(File.Exists(Path.Combine(_folder, "recordings", $"lab-bed-2-{other.Id}.edf")));
        Directory.Delete(Place);
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(stop);
        Assert.True(File.Exists(Place));
    }

    [Fact]
    public async Task Mne_reads_the_recording()
    {
        await using var host = await ServiceHost.StartAsync(store: _folder);
        await FeedAsync(host, _study.Blocks());
        await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);

        var read = await MneReader.ReadAsync(Place, TestContext.Current.CancellationToken);

        Assert.Equal(_study.Descriptor.Channels.Select(channel => channel.Label), read.Channels.Select(channel => channel.Label));
        Assert.Equal(_study.Value(0, 1234) * 1e-7, read.Channels[0].Values[1234], 1e-10);
        Assert.Equal(6, read.Annotations.Count(annotation => annotation.Text.StartsWith("Sleep stage", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5000)]
    public async Task A_kill_in_the_middle_leaves_no_half_recording_and_the_next_start_writes_the_whole(int written)
    {
        byte[] whole;
        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            await FeedAsync(host, _study.Blocks());
            await host.Services.GetRequiredService<NightRecorder>().RecordAsync(TestContext.Current.CancellationToken);
            whole = await File.ReadAllBytesAsync(Place, TestContext.Current.CancellationToken);
            // As a kill leaves it: begun, not moved, not noted.
            await host.Services.GetRequiredService<NightLog>().WriteAsync(
                transaction => { transaction.ForgetRecording(_study.Id); return true; }, TestContext.Current.CancellationToken);
        }
        File.Delete(Place);
        await File.WriteAllBytesAsync(Place + ".part", whole[..written], TestContext.Current.CancellationToken);

        await using (var host = await ServiceHost.StartAsync(store: _folder))
        {
            for (var attempt = 0; attempt < 3000 && !File.Exists(Place); attempt++) await Task.Delay(20, TestContext.Current.CancellationToken);
            Assert.Equal(whole, await File.ReadAllBytesAsync(Place, TestContext.Current.CancellationToken));
        }
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder, "recordings"), "*.part"));
    }

    private async Task FeedAsync(ServiceHost host, IEnumerable<SampleBlock> blocks)
    {
        await host.FeedAsync("bed-1", "study", _study.Descriptor);
        await host.FeedAsync("bed-1", blocks);
        await host.FeedAsync("bed-1", "event", _study.End());
        await host.EndedNightAsync(_study.Id);
    }

    private async Task<Night> GetAsync(ServiceHost host) => await host.Client.GetNightAsync(
        new GetNightRequest { Night = new NightRef { StudyId = _study.Id } }, cancellationToken: TestContext.Current.CancellationToken);
}
