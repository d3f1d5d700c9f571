using Streaming.Training.Datasets;
using Streaming.Training.Learning;

namespace Streaming.Tests.Training.Learning;

public sealed class TrainerTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("trainer").FullName;

    [Fact]
    public async Task Run_is_the_same_bit_for_bit_when_repeated_with_interruptions()
    {
        var whole = await TrainAsync("whole", resume: false, stopAfter: null);
        Assert.Null(await TrainAsync("parts", resume: false, stopAfter: 1)); // in the first phase
        Assert.Null(await TrainAsync("parts", resume: true, stopAfter: 2)); // in the second
        var parts = await TrainAsync("parts", resume: true, stopAfter: null);
        Assert.Equal(whole!.Parameters, parts!.Parameters);
        Assert.Equal([2, 2], whole.State.Steps);
    }

    [Fact]
    public async Task Resume_without_a_run_names_the_missing_file()
    {
        var missing = await Assert.ThrowsAsync<CheckpointException>(() => TrainAsync("none", resume: true, stopAfter: null));
        Assert.Contains("checkpoint.bin", missing.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<TrainedNetwork?> TrainAsync(string name, bool resume, int? stopAfter)
    {
        var options = new TrainerOptions
        {
            Seed = 5,
            Steps = 2,
            Subjects = 1,
            Output = Path.Combine(_folder, name),
            Resume = resume,
            BatchSize = 2,
            PoolNights = 1,
        };
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var nights = NightSequence.SimulatedPieces(Split.Training, options.Seed, options.Subjects);
        var trainer = new Trainer(options, StageNetPlan.Create(), nights, new StoppingTime(stop, stopAfter), TextWriter.Null);
        return await trainer.RunAsync(stop.Token);
    }

    /// <summary>Cancels when it was asked for the time so often: once a step begins the run, then once after each step.</summary>
    private sealed class StoppingTime(CancellationTokenSource stop, int? stopAfter) : TimeProvider
    {
        private int _asked;

        public override long GetTimestamp()
        {
            if (++_asked == stopAfter + 1) stop.Cancel();
            return _asked;
        }
    }
}
