using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Export;

namespace Streaming.Training.Commands;

/// <summary><c>calibrate</c>: fits temperature, smoother, confidence caps and novelty of a bundle anew, as <c>train</c> does at its end.</summary>
internal static class CalibrateCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var subjects = new Option<int>("--subjects") { Description = "Simulated validation subjects.", DefaultValueFactory = _ => 24 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of each night.", DefaultValueFactory = _ => 480 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the subjects: the training run's.", DefaultValueFactory = _ => 1 };
        var threads = new Option<int>("--threads") { Description = "Nights read at the same time.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("calibrate", "Fits what surrounds a bundle's network on validation subjects anew; figures measured before are dropped.")
        {
            model, subjects, epochs, seed, threads,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var validation = NightSequence.SimulatedNights(
                Split.Validation, parse.GetValue(seed), parse.AtLeast(subjects, 1), parse.AtLeast(epochs, 1));
            var calibration = new BundleCalibration(validation, parse.AtLeast(threads, 1), TimeProvider.System, Console.Out);
            BundleExport.Calibrate(ModelBundle.Load(parse.GetValue(model)!), calibration, calibratedOn: [], cancellationToken);
            return Task.FromResult(0);
        });
        return command;
    }
}
