using Google.Protobuf;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

/// <summary>
/// The disk is copied inside every commit of the night log. From each copy a service goes on with what had not been acknowledged then, and must
/// come to the same nights: every decision once, nothing lost.
/// </summary>
public sealed class CrashTests : IDisposable
{
    private const string Bed = "bed-1";

    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-crash-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public Task Night_goes_on_from_any_commit()
    {
        var study = new TestStudy(155, seed: 61);
        return SurvivesAsync([.. Begin(study), .. Blocks(study, 0, 155), .. End(study)], study);
    }

    [Fact]
    public Task Night_goes_on_from_any_commit_when_its_end_closes_epochs_with_losses()
    {
        var study = new TestStudy(200, seed: 62);
        return SurvivesAsync([.. Begin(study), .. Blocks(study, 0, 100), .. Blocks(study, 140, 145), .. End(study)], study);
    }

    [Fact]
    public Task Both_nights_go_on_from_any_commit_when_one_supersedes_the_other()
    {
        var (first, second) = (new TestStudy(100, seed: 63), new TestStudy(95, seed: 64));
        return SurvivesAsync(
            [
                .. Begin(first), .. Blocks(first, 0, 70), .. Blocks(first, 92, 93),
                .. Begin(second), .. Blocks(second, 0, 95), .. End(second),
            ],
            first, second);
    }

    [Fact]
    public Task Both_nights_go_on_from_any_commit_when_a_descriptor_comes_late()
    {
        var (first, second) = (new TestStudy(125, seed: 65), new TestStudy(65, seed: 66));
        return SurvivesAsync(
            [
                .. Begin(first), .. Blocks(first, 0, 40), .. Blocks(second, 0, 20), .. Blocks(first, 40, 125), .. End(first),
                .. Blocks(second, 20, 40), .. Begin(second), .. Blocks(second, 40, 65), .. End(second),
            ],
            first, second);
    }

    private async Task SurvivesAsync(List<(string Kind, IMessage Message)> script, params TestStudy[] studies)
    {
        var (crashes, expected) = await RunAsync(script, studies);
        Assert.True(crashes.Count > studies.Length * 4);
        foreach (var (store, unacknowledged) in crashes)
        {
            await using var host = await ServiceHost.StartAsync(store: store, settings: ["Flow:Provisional=false"]);
            foreach (var index in unacknowledged) await host.FeedAsync(Bed, script[index].Kind, script[index].Message);
            Assert.Equal(expected, await NightsAsync(host, studies));
            Assert.All(Announced(host).CountBy(report => (report.StudyId, report.Epoch, report.Revision)), count => Assert.Equal(1, count.Value));
            // What comes again after its study's end is said; what is only read again from the journal is not.
            if (unacknowledged.Count > 0) continue;
            Assert.DoesNotContain(await AdvisoriesAsync(host, studies), advisory => advisory.Cause == "study-over");
        }
    }

    private async Task<(List<(string Store, List<int> Unacknowledged)> Crashes, List<StageReport> Expected)> RunAsync(
        List<(string Kind, IMessage Message)> script, TestStudy[] studies)
    {
        var crashes = new List<(string, List<int>)>();
        var acknowledgements = new Task?[script.Count];
        await using var host = await ServiceHost.StartAsync(
            settings: ["Flow:Provisional=false", "Flow:EpochsInFlightPerBed=1", "Flow:LaneCapacity=16"]);
        host.Services.GetRequiredService<NightLog>().Committed += _ =>
        {
            // Acknowledgements first: what is acknowledged while the copy is made is in it or comes again.
            var unacknowledged = Enumerable.Range(0, script.Count)
                .Where(index => Volatile.Read(ref acknowledgements[index]) is not { IsCompletedSuccessfully: true }).ToList();
            var store = Path.Combine(_folder, crashes.Count.ToString(System.Globalization.CultureInfo.InvariantCulture));
            StoreCopy.Make(host.Store, store);
            lock (crashes) crashes.Add((store, unacknowledged));
        };
        for (var index = 0; index < script.Count; index++)
        {
            var (kind, message) = script[index];
            Volatile.Write(ref acknowledgements[index], await host.SendAsync(TestStudy.Topic(Bed, kind), message.ToByteArray()));
        }
        var nights = await NightsAsync(host, studies);
        lock (crashes) return ([.. crashes], nights); // commits may still be coming: what was published is kept a moment later
    }

    private static async Task<List<StageReport>> NightsAsync(ServiceHost host, TestStudy[] studies)
    {
        var reports = new List<StageReport>();
        foreach (var study in studies) reports.AddRange(OfflineReports.Comparable((await host.EndedNightAsync(study.Id)).Reports));
        return reports;
    }

    private static async Task<List<Advisory>> AdvisoriesAsync(ServiceHost host, TestStudy[] studies)
    {
        var advisories = new List<Advisory>();
        foreach (var study in studies) advisories.AddRange((await host.EndedNightAsync(study.Id)).Advisories);
        return advisories;
    }

    /// <summary>Every decision that any watcher was ever told.</summary>
    private static List<StageReport> Announced(ServiceHost host)
    {
        using var log = host.Services.GetRequiredService<NightLog>().Read();
        return [.. log.Deltas(0, int.MaxValue).Where(delta => !delta.Report.IsEmpty).Select(delta => StageReport.Parser.ParseFrom(delta.Report.Span))];
    }

    private static IEnumerable<(string, IMessage)> Begin(TestStudy study) => [("study", study.Descriptor)];

    private static IEnumerable<(string, IMessage)> Blocks(TestStudy study, int from, int to) =>
        Enumerable.Range(from, to - from).Select(second => ("samples", (IMessage)study.Block(second, second + 1)));

    private static IEnumerable<(string, IMessage)> End(TestStudy study) => [("event", study.End())];
}
