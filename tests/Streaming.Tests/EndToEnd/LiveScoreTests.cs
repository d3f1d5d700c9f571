using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Parts.Mqtt;
using Streaming.Replay;
using Streaming.Replay.Gateway;
using Streaming.Replay.Recordings;
using Streaming.Service.Flow;
using Streaming.Tests.Interop;
using Streaming.Tests.Service;
using Streaming.Training.Commands;
using Streaming.Training.Export;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd;

/// <summary>A recording played through broker, service and gRPC has the very probabilities that <c>Training score</c> writes for its file.</summary>
public sealed class LiveScoreTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-score-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Live_and_score_agree_bit_for_bit_on_a_real_recording()
    {
        var reports = await CompareAsync(SharedData.FileOrSkip("dynamo", "dynamo.edf"), "EEG=C4-M1");

        Assert.Equal(167, reports.Count(report => report.Revision == Revision.Final));
        Assert.Equal(167, reports.Count(report => report.Revision == Revision.Revised));
        Assert.Equal(new V1.Rational { Numerator = 1001, Denominator = 100 }, reports[0].StartSeconds);
    }

    [Fact]
    public async Task Live_and_score_agree_bit_for_bit_on_a_simulated_night()
    {
        var path = Path.Combine(_folder, "night.edf");
        using (var file = File.Create(path))
            SimulatedEdf.Write(new NightSimulator(new NightSimulatorOptions { Epochs = 30, RandomRecorder = true, ArtefactsPerHour = 20 }, 5), file);

        Assert.NotEmpty(await CompareAsync(path));
    }

    private async Task<List<StageReport>> CompareAsync(string path, params string[] maps)
    {
        var reports = OfflineReports.Comparable((await LiveAsync(path, maps)).Reports);
        var csv = Path.Combine(_folder, "score.csv");
        string[] arguments =
            [path, "--output", csv, "--probabilities", "--model", ScoredReports.ModelFolder, .. maps.SelectMany(map => new[] { "--map", map })];
        Assert.Equal(0, await ScoreCommand.Create().Parse(arguments).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken));

        var scored = File.ReadLines(csv).Skip(1).Select(line => string.Join(',', line.Split(',')[^15..]));
        var (finals, revised) = (Of(reports, Revision.Final), Of(reports, Revision.Revised));
        Assert.Equal(scored, finals.Zip(revised, (final, later) =>
            $"{Five(final.NetworkProbabilities)},{Five(final.Probabilities)},{Five(later.Probabilities)}"));
        Assert.Equal(finals.Select(report => report.Epoch), revised.Select(report => report.Epoch));
        return reports;
    }

    private static async Task<Night> LiveAsync(string path, string[] maps)
    {
        using var pool = ScoredReports.Pool();
        await using var broker = await MosquittoBroker.StartAsync(cancellationToken: TestContext.Current.CancellationToken);
        await using var host = await ServiceHost.StartAsync(broker.Port, model: ServedModel.Of(pool));
        await host.ServingAsync();
        using var source = new EdfSource([path], [.. maps.Select(DerivationMap.Parse)], null);
        var options = new ReplayOptions(source, new MqttClientOptions { ClientId = "replay", Port = broker.Port })
        {
            Site = "lab", Bed = "bed-1", IsBedNamed = true, Play = new PlayOptions { Speed = double.PositiveInfinity, Joined = 10 },
        };
        Assert.Equal(0, await new ReplayRun(options, TimeProvider.System, TextWriter.Null).RunAsync(TestContext.Current.CancellationToken));
        var ended = await host.WatchUntilAsync(seen => seen.Any(item => item.Bed is { State: BedState.Ended }));
        return await host.EndedNightAsync(ended.Last(item => item.Bed is { State: BedState.Ended }).Bed.StudyId);
    }

    private static List<StageReport> Of(List<StageReport> reports, Revision revision) => [.. reports.Where(report => report.Revision == revision)];

    private static string Five(IReadOnlyList<float> values) => values.Count == 5
        ? string.Join(',', values.Select(value => value.ToString("R", CultureInfo.InvariantCulture)))
        : ",,,,";
}
