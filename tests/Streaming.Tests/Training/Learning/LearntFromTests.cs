using Streaming.Scoring;
using Streaming.Tests.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Learning;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Tests.Training.Learning;

public sealed class LearntFromTests : IDisposable
{
    private readonly TinyModel _teacher = new();

    [Fact]
    public void Simulated_run_without_teachers_knows_nobody() => Assert.Null(LearntFrom.Of(Simulated(), new TrainingRecipe()));

    [Fact]
    public void Whom_a_teacher_or_a_fine_tuned_bundle_knew_its_pupil_knows()
    {
        var known = new TrainedOn { Datasets = ["isruc"], SplitSeed = 3, Training = ["isruc/1"], Calibration = ["isruc/2", "isruc/1"] };
        _teacher.Write(TinyModel.Manifest with { TrainedOn = known });
        var taught = LearntFrom.Of(Simulated(), new TrainingRecipe { Teachers = [_teacher.Folder] })!;
        Assert.Equal((null, ["isruc/1"], ["isruc/2"]), (taught.SplitSeed, taught.Training.ToArray(), taught.Calibration.ToArray()), Same);
        var tuned = LearntFrom.Of(Simulated(), new TrainingRecipe { From = new ForeignRecipe { Path = Path.Combine(_teacher.Folder, "model.onnx") } })!;
        Assert.Equal(taught.Training, tuned.Training);
    }

    public void Dispose() => _teacher.Dispose();

    private static bool Same((ulong? Seed, string[] Training, string[] Calibration) a, (ulong? Seed, string[] Training, string[] Calibration) b) =>
        a.Seed == b.Seed && a.Training.SequenceEqual(b.Training) && a.Calibration.SequenceEqual(b.Calibration);

    private static SplitNights Simulated() => SplitNights.Simulated(1, subjects: 2, held: 1, epochs: 10);
}
