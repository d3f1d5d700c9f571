using System.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Import;
using Streaming.Training.Evaluation;
using Streaming.Training.Explaining;
using Streaming.Training.Export;

namespace Streaming.Training.Commands;

/// <summary><c>score</c>: a recording in, its hypnogram out, by the path the service takes.</summary>
internal static class ScoreCommand
{
    private static readonly Argument<string> Study = new("STUDY") { Description = "An EDF, EDF+ or BDF file." };
    private static readonly Option<string?> Output = new("--output") { Description = "CSV file to write; else the hypnogram goes to standard output." };
    private static readonly Option<bool> Probabilities = new("--probabilities") { Description = "Add the network's and the smoothed probabilities." };
    private static readonly Option<bool> Explain = new("--explain") { Description = "Add the reason of every FINAL, and with annotations how often reasons and expert agree." };
    private static readonly Option<bool> Pages = new("--pages")
    {
        Description = "Of a recording scored in pages of 20 s: a line a page, by its number and onset, instead of an epoch of 30 s as at a bed.",
    };

    public static Command Create()
    {
        var (map, model, hypnogram) = (CommonOptions.Map(), CommonOptions.Model(), CommonOptions.Hypnogram());
        var command = new Command("score", "Scores a recording; with annotations the last lines say how well.")
        {
            Study, map, model, hypnogram, Output, Probabilities, Explain, Pages,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            OutputPlace.File(Output.Name, parse.GetValue(Output));
            var recording = CommonOptions.Open(parse.GetValue(Study)!, parse.GetValue(map)!, parse.GetValue(hypnogram));
            if (recording.EpochCount == 0)
                throw new CommandException(FormattableString.Invariant(
                    $"{parse.GetValue(Study)}: no whole epoch: it holds {(double)recording.DurationSeconds:0.##} s, and an epoch is 30 s."));
            if (parse.GetValue(Pages) && !RecordingNights.HasPagesOf20(recording))
                throw new CommandException($"{Pages.Name} is for stages of pages of 20 s; {parse.GetValue(Study)} has {(recording.Runs.Count == 0 ? "no stages" : "pages of 30 s")}.");
            Run(parse, recording, ModelBundle.Load(parse.GetValue(model)!), cancellationToken);
            return Task.FromResult(0);
        });
        return command;
    }

    private static void Run(ParseResult parse, EdfStudy study, ModelBundle bundle, CancellationToken cancellationToken)
    {
        using var pool = new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
        using var scorer = new EpochScorer(pool.Create(), bundle.Manifest.Novelty);
        var montage = CommonOptions.Drawn(study.Study);
        foreach (var remark in study.Remarks.Concat(montage.Remarks)) Console.Error.WriteLine(remark);
        var reader = new NightReader([bundle], [scorer], [RecordingCondition.AsRecorded]);
        ScoredHypnogram Scored(StagedNight night) => Read(night, reader, bundle, parse.GetValue(Explain), cancellationToken);
        var grids = RecordingNights.Of(study, "scored", out var outside);
        ScoredHypnogram? pages = null;
        if (grids.Count > 1)
        {
            Console.Error.WriteLine(CommonOptions.PagesOf20(outside));
            pages = ScoredHypnogram.ByPage([.. grids.Select(night => (night, Scored(night)))], WidenedPages.FirstPage(study.Runs));
        }
        // What is written is a bed's grid unless pages are asked for; what is judged is what the scorer wrote.
        var written = parse.GetValue(Pages) ? pages! : Scored(StagedNight.Of(study, "scored"));
        Write(parse, Lines(written, parse.GetValue(Probabilities), bundle.Manifest.ConfidenceCaps));
        if (parse.GetValue(Output) is { } output)
            Console.WriteLine(Summary($"{written.Evidence.Count} {(written == pages ? "pages" : "epochs")}", bundle.Manifest, montage, output));
        if (study.Labels.Count > 0) Judge(pages ?? written);
    }

    private static ScoredHypnogram Read(StagedNight night, NightReader reader, ModelBundle bundle, bool explain, CancellationToken cancellationToken)
    {
        var evidence = reader.Read(night, cancellationToken)[0][0].Evidence;
        var decisions = SmoothedNight.Of(evidence.Select(epoch => epoch.Probabilities), bundle.Manifest.Smoother);
        var reasons = explain ? NightReasons.Of(night, bundle.Spec.Signal, decisions, bundle.Manifest.ConfidenceCaps, new EvidenceOptions()).Final : null;
        return new ScoredHypnogram(evidence, decisions, [.. evidence.Select(epoch => night.Scorings[0].At(epoch.Epoch))], reasons);
    }

    private static IEnumerable<string> Lines(ScoredHypnogram night, bool probabilities, ConfidenceCaps? caps)
    {
        var lines = HypnogramCsv.Lines(night.Evidence, night.Decisions, probabilities, caps);
        return night.Reasons is { } reasons
            ? lines.Select((line, n) => n == 0 ? line + ",why" : $"{line},{HypnogramCsv.Quoted(reasons[n - 1].Sentence)}")
            : lines;
    }

    private static void Write(ParseResult parse, IEnumerable<string> lines)
    {
        if (parse.GetValue(Output) is { } output) WholeFile.Write(output, (TextWriter file) => file.Write(string.Concat(lines.Select(line => $"{line}\n"))));
        else foreach (var line in lines) Console.WriteLine(line);
    }

    private static void Judge(ScoredHypnogram night)
    {
        var tally = new ReasonTally();
        tally.Add(night.Reasons ?? [], night.Expert);
        foreach (var line in tally.Lines()) Console.WriteLine(line);
        Console.WriteLine(AgreementLine.Of("FINAL", night.Expert, night.Decisions.FinalStages));
        Console.WriteLine(AgreementLine.Of("REVISED", night.Expert, night.Decisions.RevisedStages));
    }

    // The columns are read by other programs: what holds for all rows is said here.
    private static string Summary(string count, ModelManifest manifest, Montage montage, string output)
    {
        var seen = Enum.GetValues<DerivationRow>().Where(row => montage.Rows[(int)row] is not null).Select(row => $"{row} {montage.Rows[(int)row]!.Name}");
        return $"{count} by {manifest.Name} version {manifest.Version} (SHA-256 {manifest.Sha256}), automatic, unreviewed; rows: {string.Join(", ", seen)}; written: {output}";
    }
}
