using Microsoft.Extensions.DependencyInjection;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Service.Recording;
using Streaming.Service.Serving;

namespace Streaming.Tests.Service.Serving;

public sealed class ExplanationDeskTests
{
    /// <summary>On a machine of two processors a few that wait on their threads are all the threads there are, and the beds wait too.</summary>
    [Fact]
    public async Task Who_waits_for_an_explanation_holds_no_thread()
    {
        using var gate = new ManualResetEventSlim(true);
        await using var host = await ServiceHost.StartAsync(model: InkStager.Served() with { CreateFallback = () => new GatedStager(gate) });
        var study = new TestStudy(100, seed: 520);
        await host.FeedAsync("bed-1", study);
        await host.EndedNightAsync(study.Id);
        gate.Reset();
        var desk = host.Services.GetRequiredService<ExplanationDesk>();
        List<ExplainedEpoch> read;
        using (var log = host.Services.GetRequiredService<NightLog>().Read())
            read = [.. Enumerable.Range(0, 3).Select(epoch => desk.Read(epoch, log.FindStudy(study.Id)!, log))];

        // On this thread, one after the other: whoever blocked it would be waited for for ever.
        var waiting = read.ConvertAll(one => desk.CompleteAsync(one, TestContext.Current.CancellationToken));
        var (isAnyDone, done) = (waiting.Any(one => one.IsCompleted), Task.WhenAll(waiting));
        gate.Set(); // also before a failure: the host waits for who holds it

        Assert.All(await done, one => Assert.NotNull(one.Ablation));
        Assert.False(isAnyDone);
    }

    private sealed class GatedStager(ManualResetEventSlim gate) : IStager
    {
        private readonly InkStager _ink = new();

        public ModelIdentity Model => _ink.Model;

        public RenderSpec Spec => _ink.Spec;

        public StageEstimate Estimate(EpochImage image)
        {
            gate.Wait(TestContext.Current.CancellationToken);
            return _ink.Estimate(image);
        }

        public void Dispose() => _ink.Dispose();
    }
}
