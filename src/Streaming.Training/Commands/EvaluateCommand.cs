using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Evaluation;
using Streaming.Training.Export;

namespace Streaming.Training.Commands;

/// <summary><c>evaluate</c>: agreement of a bundle with held-out simulated subjects, or with the annotations of a recording.</summary>
internal static class EvaluateCommand
{
    public static Command Create()
    {
        var study = new Argument<string?>("STUDY") { Description = "Annotated recording; else simulated subjects.", Arity = ArgumentArity.ZeroOrOne };
        var (map, model) = (CommonOptions.Map(), CommonOptions.Model());
        var hypnogram = CommonOptions.Hypnogram();
        var subjects = new Option<int>("--subjects") { Description = "Simulated subjects.", DefaultValueFactory = _ => 12 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of each simulated night.", DefaultValueFactory = _ => 600 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the simulated subjects.", DefaultValueFactory = _ => 1 };
        var record = new Option<string?>("--record") { Description = "Write the figures into manifest and card, under this name of the data." };
        var command = new Command("evaluate", "Measures a bundle: kappa, accuracy, macro-F1 with intervals, confusion, other gains.")
        {
            study, map, model, hypnogram, subjects, epochs, seed, record,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            var bundle = ModelBundle.Load(parse.GetValue(model)!);
            var evaluator = new Evaluator(bundle, Console.Out);
            var path = parse.GetValue(study);
            var measured = path is null
                ? evaluator.Simulated(parse.GetValue(seed), parse.GetValue(subjects), parse.GetValue(epochs), cancellationToken)
                : evaluator.Recording(parse.GetValue(record) ?? path, CommonOptions.Open(path, parse.GetValue(map)!, parse.GetValue(hypnogram)));
            if (parse.GetValue(record) is not null) BundleExport.Record(bundle, measured);
            return Task.FromResult(0);
        });
        return command;
    }
}
