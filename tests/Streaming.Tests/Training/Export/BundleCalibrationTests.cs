using Streaming.Tests.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Export;

namespace Streaming.Tests.Training.Export;

public sealed class BundleCalibrationTests : IDisposable
{
    private readonly TinyModel _tiny = new();

    [Fact]
    public void Ten_subjects_give_a_memory_and_fewer_none_and_the_lines_say_which()
    {
        var bundle = _tiny.Write();
        var (ten, said) = Calibrated(subjects: 10);
        Assert.NotNull(ten.Smoother.Memory);
        Assert.Null(ten.Smoother.Fault());
        Assert.Contains("memory of the night, on the nights it was fitted to (validation): FINAL kappa", said, StringComparison.Ordinal);
        Assert.Contains("running means that keep 0.5, 0.9, 0.99 of themselves", CardText.Of(ten), StringComparison.Ordinal);

        var (one, refused) = Calibrated(subjects: 1);
        Assert.Null(one.Smoother.Memory);
        Assert.Contains("memory of the night: none; it takes 10 subjects", refused, StringComparison.Ordinal);
        Assert.DoesNotContain("running means", CardText.Of(one), StringComparison.Ordinal);

        (Streaming.Scoring.ModelManifest Manifest, string Said) Calibrated(int subjects)
        {
            var log = new StringWriter();
            var validation = NightSequence.SimulatedNights(Split.Validation, 1, subjects, epochs: 40);
            return (new BundleCalibration(validation, 2, TimeProvider.System, log).Calibrated(bundle, TestContext.Current.CancellationToken), log.ToString());
        }
    }

    [Fact]
    public void People_add_to_what_it_is_fitted_to()
    {
        var bundle = _tiny.Write();
        var log = new StringWriter();
        NightSequence Nights(Split split) => NightSequence.SimulatedNights(split, 1, subjects: 5, epochs: 40);
        var calibration = new BundleCalibration(Nights(Split.Validation), 2, TimeProvider.System, log, people: Nights(Split.Training));
        Assert.NotNull(calibration.Calibrated(bundle, TestContext.Current.CancellationToken).Smoother.Memory); // five and five
        Assert.Contains("(people): FINAL kappa", log.ToString(), StringComparison.Ordinal);
    }

    public void Dispose() => _tiny.Dispose();
}
