using System.CommandLine;
using System.Globalization;
using System.Text;
using Streaming.Core.Staging;
using Streaming.Training.Datasets.Import;
using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Training.Commands;

/// <summary><c>agree</c>: how well results a station recorded agree with the study's annotations, or several people with each other.</summary>
internal static class AgreeCommand
{
    public static Command Create()
    {
        var study = new Argument<string?>("STUDY") { Description = "The annotated EDF+ file that was replayed.", Arity = ArgumentArity.ZeroOrOne };
        var results = new Option<string?>("--results") { Description = "CSV file written by the station's watch --record; needed with STUDY." };
        var hypnogram = CommonOptions.Hypnogram();
        var panel = new Option<string[]>("--panel")
        {
            Description = "Instead of STUDY: JSON of nights that several people scored (.json or .json.gz; docs/evaluation.md); may be repeated.",
            DefaultValueFactory = _ => [],
        };
        var command = new Command("agree", "Compares recorded live results with a study's annotations, or several scorers with each other.")
        {
            study, results, hypnogram, panel,
        };
        command.SetAction(parse =>
        {
            if (parse.IsGiven(panel) && parse.GetValue(study) is null) parse.RefuseGiven($"is for STUDY, not for {panel.Name}; name the recording.", results, hypnogram);
            foreach (var path in parse.GetValue(panel)!) Panel(path);
            if (parse.GetValue(panel)!.Length > 0 && parse.GetValue(study) is null) return;
            Results(
                parse.GetValue(study) ?? throw new CommandException("STUDY is missing: the annotated file that was replayed, or --panel instead."),
                parse.GetValue(results) ?? throw new CommandException("--results is missing: the file the station recorded."), parse.GetValue(hypnogram));
        });
        return command;
    }

    private static void Panel(string path)
    {
        try
        {
            var rows = HumanCeiling.Of(Path.GetFileName(path), PanelFile.Read(path));
            var text = new StringBuilder();
            TableSections.Scorers(text, rows);
            Console.Write(text.ToString());
            foreach (var kind in rows.GroupBy(row => row.Reference.StartsWith("consensus", StringComparison.Ordinal)))
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Path.GetFileName(path)}: {(kind.Key ? "each against the others' consensus" : "pairs")} mean accuracy={Mean(kind, Figures.Accuracy)} "
                    + $"kappa={Mean(kind, Figures.Kappa)} macro_f1={Mean(kind, Figures.MacroF1)}"));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new CommandException(e.Message.Contains(path, StringComparison.Ordinal) ? e.Message : $"{path}: {e.Message}", e);
        }
    }

    // Of those that have it: two scorers of one stage have no κ.
    private static string Mean(IEnumerable<ScorerRow> rows, string figure) => FigureText.Number(rows.Average(row => row.Figures[figure].Value), "0.0000");

    private static void Results(string study, string results, string? hypnogram)
    {
        var recording = CommonOptions.Open(study, [], hypnogram);
        if (recording.Labels.Count == 0) throw new CommandException($"{study} has no stage annotations.");
        if (RecordingNights.HasPagesOf20(recording)) Console.Error.WriteLine(PagesOf20(study));
        var rows = RecordedResult.Read(results);
        foreach (var decision in (string[])["FINAL", "REVISED"])
        {
            var given = rows.Where(row => row.Revision == decision).ToList();
            if (given.Count > 0) Console.WriteLine(Line(decision, recording.Labels, given));
        }
    }

    // A bed has one grid: two thirds of the widened pages are no epoch of it.
    private static string PagesOf20(string study) => "The stages are of pages of 20 s, and a bed decides on epochs of 30 s: each epoch is held against the page that "
        + $"covers most of it, and every other one lies on two. Offline every page is read widened: score '{study}'";

    /// <summary>Beds that played the same study are pooled, bed after bed.</summary>
    private static string Line(string decision, IReadOnlyList<Stage?> labels, IReadOnlyList<RecordedResult> results)
    {
        var (expert, given) = (new List<Stage?>(), new List<Stage?>());
        foreach (var result in results.Where(result => result.Epoch >= 0 && result.Epoch < labels.Count))
        {
            expert.Add(labels[(int)result.Epoch]);
            given.Add(result.Stage);
        }
        return AgreementLine.Of(decision, expert, given);
    }
}
