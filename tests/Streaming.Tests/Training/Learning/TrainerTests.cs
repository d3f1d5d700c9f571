using Streaming.Tests.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Graph.Onnx;
using Streaming.Training.Learning;
using Streaming.Training.Networks;

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
    public async Task Begun_run_goes_on_from_the_weights_and_half_of_what_it_learns_is_its_teachers()
    {
        var first = await TrainAsync("first", resume: false, stopAfter: null);
        var recipe = new TrainingRecipe { Begin = Path.Combine(_folder, "first"), PeakRate = 1e-7f };
        var alone = await TrainAsync("alone", resume: false, stopAfter: null, recipe);
        Assert.Equal(1, alone!.State.Phase);
        Assert.All(first!.Parameters.Zip(alone.Parameters), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        var taught = await TrainAsync("taught", resume: false, stopAfter: null, recipe with { Teachers = [Repository.At("deploy/models/stagenet-1")] });
        Assert.NotEqual(alone.Parameters, taught!.Parameters);
        Assert.Contains("of each target was the answer of 1 trained network", taught.Plan.Statement(taught.State), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bundle_is_gone_on_from_where_there_is_no_run()
    {
        var served = Repository.At("deploy/models/stagenet-2");
        var gone = await TrainAsync("gone", resume: false, stopAfter: null, new TrainingRecipe { Begin = served, PeakRate = 1e-7f });
        var known = StageNetParameters.Of(ModelProto.Parser.ParseFrom(await File.ReadAllBytesAsync(Path.Combine(served, "model.onnx"), TestContext.Current.CancellationToken)), [new()])!;
        Assert.True(known.Values.Length < gone!.Parameters.Length); // a bundle does not hold what only training has
        Assert.All(known.Values.Zip(gone.Parameters), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }

    [Fact]
    public async Task Bundle_of_another_network_or_size_is_not_gone_on_from()
    {
        using var other = new TinyModel();
        other.Write(TinyModel.Manifest);
        async Task<string> RefusedAsync(string folder, TrainingPlan plan)
        {
            var options = new TrainerOptions { Seed = 5, Steps = 1, Subjects = 1, Output = Path.Combine(_folder, "not"), Recipe = new TrainingRecipe { Begin = folder } };
            var nights = NightSequence.SimulatedPieces(Split.Training, options.Seed, options.Subjects);
            return (await Assert.ThrowsAsync<CheckpointException>(() =>
                new Trainer(options, plan, nights, TimeProvider.System, TextWriter.Null).RunAsync(TestContext.Current.CancellationToken))).Message;
        }
        Assert.Contains("it is no StageNet", await RefusedAsync(other.Folder, StageNetPlan.Create()), StringComparison.Ordinal);
        Assert.Contains("of another size", await RefusedAsync(Repository.At("deploy/models/stagenet-2"), StageNetPlan.Create(StageNetSize.Small)), StringComparison.Ordinal);
        Assert.Contains("model.onnx cannot be gone on from", await RefusedAsync(_folder, StageNetPlan.Create()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Begun_and_taught_run_resumes_bit_for_bit()
    {
        await TrainAsync("first", resume: false, stopAfter: null);
        var recipe = new TrainingRecipe { Begin = Path.Combine(_folder, "first"), Teachers = [Repository.At("deploy/models/stagenet-1")] };
        var whole = await TrainAsync("whole", resume: false, stopAfter: null, recipe);
        Assert.Null(await TrainAsync("parts", resume: false, stopAfter: 1, recipe));
        Assert.Equal(whole!.Parameters, (await TrainAsync("parts", resume: true, stopAfter: null))!.Parameters);
    }

    [Fact]
    public async Task Until_its_steps_are_known_a_run_by_the_clock_shows_what_the_clock_leaves()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var options = new TrainerOptions { Seed = 5, Subjects = 1, Minutes = 30, Output = _folder, BatchSize = 1, PoolNights = 1 };
        var (nights, log) = (NightSequence.SimulatedPieces(Split.Training, options.Seed, options.Subjects), new StringWriter());
        Assert.Null(await new Trainer(options, StageNetPlan.Create(), nights, new StoppingTime(stop, 25), log).RunAsync(stop.Token));
        Assert.Contains("single step 25/?", log.ToString(), StringComparison.Ordinal);
        Assert.Contains("left 9:00", log.ToString(), StringComparison.Ordinal); // of 30 min the first phase has three tenths
    }

    [Fact]
    public async Task Run_whose_length_the_clock_had_not_set_ends_at_the_steps_it_is_resumed_with()
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var options = new TrainerOptions { Seed = 5, Subjects = 1, Output = Path.Combine(_folder, "clock"), BatchSize = 2, PoolNights = 1 };
        var nights = NightSequence.SimulatedPieces(Split.Training, options.Seed, options.Subjects);
        Assert.Null(await new Trainer(options, StageNetPlan.Create(), nights, new StoppingTime(stop, 1), TextWriter.Null).RunAsync(stop.Token));
        var network = await TrainAsync("clock", resume: true, stopAfter: null);
        Assert.Equal([2, 2], network!.State.Steps);
    }

    [Theory]
    [InlineData(90.0, null, "left 27:00")] // what it began with; the first phase has three tenths
    [InlineData(90.0, 60.0, "left 18:00")] // what it is given now, since the clock had not set a length yet
    [InlineData(null, null, "left 9:00")]
    public async Task Run_by_the_clock_keeps_its_minutes_when_it_is_resumed(double? begun, double? asked, string left)
    {
        var options = new TrainerOptions { Seed = 5, Subjects = 1, Output = Path.Combine(_folder, "minutes"), BatchSize = 1, PoolNights = 1, Minutes = begun };
        var nights = NightSequence.SimulatedPieces(Split.Training, options.Seed, options.Subjects);
        async Task<string> RunAsync(TrainerOptions run, int steps)
        {
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            var log = new StringWriter();
            Assert.Null(await new Trainer(run, StageNetPlan.Create(), nights, new StoppingTime(stop, steps), log).RunAsync(stop.Token));
            return log.ToString();
        }
        await RunAsync(options, 1);
        Assert.Contains(left, await RunAsync(options with { Resume = true, Minutes = asked }, 25), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Resume_without_a_run_names_the_missing_file()
    {
        var missing = await Assert.ThrowsAsync<CheckpointException>(() => TrainAsync("none", resume: true, stopAfter: null));
        Assert.Contains("checkpoint.bin", missing.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<TrainedNetwork?> TrainAsync(string name, bool resume, int? stopAfter, TrainingRecipe? recipe = null)
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
            Recipe = recipe ?? new TrainingRecipe(),
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
