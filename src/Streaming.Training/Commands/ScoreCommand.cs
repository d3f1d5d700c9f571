using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;
using Streaming.Training.Explaining;
using Streaming.Training.Export;

namespace Streaming.Training.Commands;

/// <summary><c>score</c>: a recording in, its hypnogram out, by the path the service takes.</summary>
internal static class ScoreCommand
{
    public static Command Create()
    {
        var study = new Argument<string>("STUDY") { Description = "An EDF, EDF+ or BDF file." };
        var (map, model) = (CommonOptions.Map(), CommonOptions.Model());
        var hypnogram = CommonOptions.Hypnogram();
        var output = new Option<string?>("--output") { Description = "CSV file to write; else the hypnogram goes to standard output." };
        var probabilities = new Option<bool>("--probabilities") { Description = "Add the network's and the smoothed probabilities." };
        var explain = new Option<bool>("--explain") { Description = "Add the reason of every FINAL, and with annotations how often reasons and expert agree." };
        var command = new Command("score", "Scores a recording; with annotations the last lines say how well.")
        {
            study, map, model, hypnogram, output, probabilities, explain,
        };
        command.SetAction(parse =>
        {
            OutputPlace.File(output.Name, parse.GetValue(output));
            var recording = CommonOptions.Open(parse.GetValue(study)!, parse.GetValue(map)!, parse.GetValue(hypnogram));
            if (recording.EpochCount == 0)
                throw new CommandException(FormattableString.Invariant(
                    $"{parse.GetValue(study)}: no whole epoch: it holds {(double)recording.DurationSeconds:0.##} s, and an epoch is 30 s."));
            var bundle = ModelBundle.Load(parse.GetValue(model)!);
            Run(recording, bundle, parse.GetValue(output), parse.GetValue(probabilities), parse.GetValue(explain));
        });
        return command;
    }

    private static void Run(EdfStudy study, ModelBundle bundle, string? output, bool probabilities, bool explain)
    {
        using var pool = new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
        using var scorer = new EpochScorer(pool.Create(), bundle.Manifest.Novelty);
        var montage = CommonOptions.Drawn(study.Study);
        foreach (var remark in study.Remarks.Concat(montage.Remarks)) Console.Error.WriteLine(remark);
        var reader = new NightReader([bundle], [scorer], [RecordingCondition.AsRecorded]);
        var evidence = reader.Read(StagedNight.Of(study, "scored"), CancellationToken.None)[0][0].Evidence;
        var night = SmoothedNight.Of(evidence.Select(epoch => epoch.Probabilities), bundle.Manifest.Smoother);
        var reasons = explain ? NightReasons.Of(StagedNight.Of(study, "scored"), bundle.Spec.Signal, night.Final, bundle.Manifest.ConfidenceCaps) : null;
        var lines = HypnogramCsv.Lines(evidence, night, probabilities, bundle.Manifest.ConfidenceCaps);
        if (reasons is not null) lines = lines.Select((line, n) => n == 0 ? line + ",why" : $"{line},{HypnogramCsv.Quoted(reasons.Reasons[n - 1].Sentence)}");
        if (output is null) foreach (var line in lines) Console.WriteLine(line);
        else WholeFile.Write(output, (TextWriter file) => file.Write(string.Concat(lines.Select(line => $"{line}\n"))));
        if (output is not null) Console.WriteLine(Summary(evidence.Count, bundle.Manifest, montage, output));
        if (study.Labels.Count == 0) return;
        foreach (var line in reasons?.Lines(study.Labels) ?? []) Console.WriteLine(line);
        Console.WriteLine(AgreementLine.Of("FINAL", study.Labels, night.FinalStages));
        Console.WriteLine(AgreementLine.Of("REVISED", study.Labels, night.RevisedStages));
    }

    // The columns are read by other programs: what holds for all rows is said here.
    private static string Summary(int epochs, ModelManifest manifest, Montage montage, string output)
    {
        var seen = Enum.GetValues<DerivationRow>().Where(row => montage.Rows[(int)row] is not null).Select(row => $"{row} {montage.Rows[(int)row]!.Name}");
        return FormattableString.Invariant($"{epochs} epochs by {manifest.Name} version {manifest.Version} (SHA-256 {manifest.Sha256}), automatic, unreviewed; ")
            + $"rows: {string.Join(", ", seen)}; written: {output}";
    }
}
