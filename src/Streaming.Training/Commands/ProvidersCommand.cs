using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;

namespace Streaming.Training.Commands;

/// <summary><c>providers</c>: what CUDA gives beside the CPU: the same answers, whose bits depend on what, and how fast.</summary>
internal static class ProvidersCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var provider = new Option<ScoringProvider>("--provider")
        {
            Description = "Compared with the CPU, through the service's own loading.",
            DefaultValueFactory = _ => ScoringProvider.Cuda,
        };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of 30 s of a simulated night that both read, 1 to 2880.", DefaultValueFactory = _ => 480 };
        var command = new Command("providers", "Compares an engine with the CPU: answers, batches and pace.") { model, provider, epochs };
        command.SetAction((parse, cancellationToken) =>
        {
            var comparison = new ProviderComparison(parse.GetValue(provider), TimeProvider.System, Console.Out);
            var nights = NightSequence.SimulatedNights(Split.Test, 1, 1, parse.Within(epochs, 1, OptionLimits.MostEpochs));
            comparison.Answers(ModelBundle.Load(parse.GetValue(model)!), nights[0], cancellationToken);
            comparison.Batches();
            comparison.Paces(cancellationToken);
            return Task.FromResult(0);
        });
        return command;
    }
}
