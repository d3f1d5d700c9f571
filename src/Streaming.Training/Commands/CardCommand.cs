using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Reports;
using Streaming.Training.Export;

namespace Streaming.Training.Commands;

/// <summary><c>card</c>: writes a bundle's card, and the figures of its manifest, from reports.</summary>
internal static class CardCommand
{
    public static Command Create()
    {
        var model = CommonOptions.Model();
        var reports = new Option<string[]>("--report") { Description = "report.json of evaluate; may be repeated.", Required = true };
        var cost = new Option<string?>("--cost") { Description = "What the benchmark 'model' wrote." };
        var command = new Command("card", "Writes a bundle's card from its manifest and reports; nothing is typed by hand.") { model, reports, cost };
        command.SetAction(parse =>
        {
            var bundle = ModelBundle.Load(parse.GetValue(model)!);
            var read = parse.GetValue(reports)!.Select(path => Report(path, bundle)).ToArray();
            var sources = new CardSources(read, parse.GetValue(cost) is { } path ? Read(path, CostReport.FromJson) : null);
            var measured = read.SelectMany(report => Measurements.Of(report, CardSources.Label(report, bundle.Manifest)!));
            BundleExport.Record(bundle, [.. measured], sources);
            Console.WriteLine($"written: {Path.Combine(bundle.Folder, ModelBundle.CardFile)}");
        });
        return command;
    }

    private static EvaluationReport Report(string path, ModelBundle bundle)
    {
        var report = Read(path, EvaluationReport.FromJson);
        if (CardSources.Label(report, bundle.Manifest) is null)
            throw new CommandException($"{path} did not measure this model (SHA-256 {bundle.Manifest.Sha256}) as it decides now: another graph, or calibrated otherwise.");
        return CardSources.Seen(report, bundle.Manifest).FirstOrDefault() is { } seen
            ? throw new CommandException($"{path}: {NotForACard(seen)}")
            : report;
    }

    /// <summary>Why such figures are refused: a card that holds them is read as if it spoke of strangers.</summary>
    public static string NotForACard(SeenRow seen) =>
        $"{seen.Data}: {seen.Sentence()}. Such figures do not go onto a card; evaluate with the --data and --split-seed it was trained with, "
        + "without --all-subjects, or on other people.";

    private static T Read<T>(string path, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandException($"{path}: {e.Message}", e);
        }
    }
}
