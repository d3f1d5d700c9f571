using System.CommandLine;
using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Simulation;
using Streaming.Training.Datasets;
using Streaming.Training.Explaining;

namespace Streaming.Training.Commands;

/// <summary><c>evaluate-explanations</c>: whether what is pointed at is there.</summary>
internal static class EvaluateExplanationsCommand
{
    public static Command Create()
    {
        var subjects = new Option<int>("--subjects") { Description = "Simulated subjects.", DefaultValueFactory = _ => 6 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of each simulated night.", DefaultValueFactory = _ => 480 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the first subject; the next ones follow.", DefaultValueFactory = _ => 4001 };
        var command = new Command("evaluate-explanations", "Measures detectors and saliency against events at known places.") { subjects, epochs, seed };
        command.SetAction((parse, cancellationToken) =>
        {
            var report = new DetectorReport();
            for (var subject = 0; subject < parse.GetValue(subjects); subject++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var options = new NightSimulatorOptions { Epochs = parse.GetValue(epochs) };
                var night = new NightSimulator(options, parse.GetValue(seed) + (ulong)subject).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
                report.Read(StagedNight.Of(night, $"subject-{subject}"), RenderSpecs.Lossless100.Signal, new EvidenceOptions { TrustedGain = false });
            }
            foreach (var line in report.Lines()) Console.WriteLine(line);
            return Task.FromResult(0);
        });
        return command;
    }
}
