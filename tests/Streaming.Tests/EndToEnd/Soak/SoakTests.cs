using System.Globalization;
using Streaming.Tests.Interop;
using Streaming.Tests.Service;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>A night on which everything goes wrong at random instants, beds, broker, service and watchers; at its end every sample and epoch must be
/// accounted for.</summary>
public sealed class SoakTests : IDisposable
{
    private const double MemoryLimit = 1.05;
    private readonly string _store = Directory.CreateTempSubdirectory("streaming-soak-").FullName;

    public void Dispose() => Directory.Delete(_store, recursive: true);

    [Fact]
    public Task Everything_is_accounted_for_after_a_short_night_of_faults() => PlayAsync(new SoakOptions(5, 0.2, 1));

    /// <summary>As long as tests/soak.sh says.</summary>
    [Fact]
    [Trait("Category", "Long")]
    public Task Everything_is_accounted_for_after_a_night_of_faults() => PlayAsync(SoakOptions.FromEnvironment() ?? new SoakOptions(8, 1, 1));

    private async Task PlayAsync(SoakOptions options)
    {
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: Stop);
        var (grpcPort, progress) = (LoopbackPort.Free(), new SoakProgress());
        await using var watcher = new ResumingWatcher(grpcPort);
        watcher.Told += progress.Note;
        var studies = Enumerable.Range(0, options.Beds).Select(bed => Studies(options, bed)).ToList();
        var beds = studies.Select((own, n) => new SoakBed(broker.Port, progress, own, new Random(options.Seed * 1000 + n))).ToList();
        var crowd = new WatcherCrowd(grpcPort, options.Seed, places: 4);
        var ward = new SoakWard(options, broker, _store, grpcPort, beds, crowd);
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Stop);
        int exitCode;
        try
        {
            await ward.ServingAsync();
            await watcher.BegunAsync();
            var (disturbing, watching) = (ward.DisturbAsync(over.Token), crowd.RunAsync(over.Token));
            await Task.WhenAll(beds.Select(bed => Task.Run(() => bed.RunAsync(Stop), Stop)));
            await over.CancelAsync();
            await Task.WhenAll(disturbing, watching);
            foreach (var own in studies)
                await watcher.ToldAsync(report => report.StudyId == own[^1].Study.Id && report.Revision == V1.Revision.Revised && report.Epoch == own[^1].Study.Seconds / 30 - 1);
            exitCode = await ward.StopAsync();
        }
        finally
        {
            await ward.DisposeAsync();
        }
        await CheckAsync(options, studies, ward, crowd, watcher, exitCode);
    }

    private async Task CheckAsync(
        SoakOptions options, List<List<SoakStudy>> studies, SoakWard ward, WatcherCrowd crowd, ResumingWatcher watcher, int exitCode)
    {
        var audit = new SoakAudit();
        await audit.LookAsync(_store, studies.SelectMany(own => own), watcher.Reports);
        var unhandled = ward.Outputs.Sum(output => output.Split('\n').Count(IsBug));
        var memory = ward.AtRest is [var early, var late]
            ? (Live: late.LiveBytes / (double)early.LiveBytes, Resident: late.ResidentBytes / (double)early.ResidentBytes)
            : (Live: double.NaN, Resident: double.NaN);
        var line = string.Create(CultureInfo.InvariantCulture, $"soak: beds={options.Beds} hours={options.Hours} seed={options.Seed} studies={studies.Sum(own => own.Count)} "
            + $"bed_faults={studies.Sum(own => own.Sum(study => study.Faults.Count))} kills={ward.ServiceKills} broker_restarts={ward.BrokerRestarts} "
            + $"broker_kills={ward.BrokerKills} watchers={crowd.Came} finals={audit.Finals} unscorable={audit.Unscorable} samples={audit.ExpectedSamples} "
            + $"backfilled={audit.BackfilledSamples} lost={audit.LostSamples} late={audit.LateSamples} unaccounted={audit.Unaccounted} unhandled={unhandled} "
            + $"memory_ratio={memory.Live:0.000} resident_ratio={memory.Resident:0.000}");
        TestContext.Current.TestOutputHelper!.WriteLine($"heap/resident MiB by 7.5 minutes: {ward.Memory}");
        TestContext.Current.TestOutputHelper!.WriteLine($"at rest, after hour 1 and hour 8: {string.Join(", ", ward.AtRest.Select(rest => $"{rest.LiveBytes >> 20}/{rest.ResidentBytes >> 20}"))}");
        TestContext.Current.TestOutputHelper!.WriteLine(line);
        if (Environment.GetEnvironmentVariable("STREAMING_SOAK_LINE") is { Length: > 0 } file) await File.WriteAllTextAsync(file, line + "\n", Stop);

        Assert.Empty(audit.Faults);
        Assert.Equal((0L, 0, 0), (audit.Unaccounted, unhandled, exitCode));
        // A short night ends before the process has found its size.
        if (options.Hours >= 8) Assert.InRange(memory.Live, 0, MemoryLimit);
    }

    private static bool IsBug(string line) =>
        line.StartsWith("crit:", StringComparison.Ordinal) || line.Contains("Unhandled", StringComparison.Ordinal);

    /// <summary>One bed in three has its gateway restarted with a new study.</summary>
    private static List<SoakStudy> Studies(SoakOptions options, int bed)
    {
        var (random, studies) = (new Random(options.Seed * 100 + bed), new List<SoakStudy>());
        var left = options.StudySeconds;
        if (bed % 3 == 1)
        {
            var until = (int)(left * (0.2 + 0.6 * random.NextDouble())) / 30 * 30;
            studies.Add(Study(options, bed, 0, left, random));
            studies[0].AbandonedAt = until;
            left = (left - until) / 30 * 30;
        }
        studies.Add(Study(options, bed, studies.Count, left, random));
        return studies;
    }

    private static SoakStudy Study(SoakOptions options, int bed, int number, int seconds, Random random)
    {
        var study = new TestStudy(seconds, seed: options.Seed * 10_000 + bed * 10 + number);
        return new SoakStudy($"bed-{bed}", study, BedFault.Plan(seconds, options.Hours < 1 ? 20 : 300, random));
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;
}
