using System.CommandLine;
using Streaming.Core.Staging;

namespace Streaming.Training.Commands;

/// <summary><c>agree</c>: how well the results a station recorded agree with the study's own annotations.</summary>
internal static class AgreeCommand
{
    public static Command Create()
    {
        var study = new Argument<string>("STUDY") { Description = "The annotated EDF+ file that was replayed." };
        var results = new Option<string>("--results") { Description = "CSV file written by the station's watch --record.", Required = true };
        var hypnogram = CommonOptions.Hypnogram();
        var command = new Command("agree", "Compares recorded live results with a study's annotations.") { study, results, hypnogram };
        command.SetAction(parse =>
        {
            var recording = CommonOptions.Open(parse.GetValue(study)!, [], parse.GetValue(hypnogram));
            if (recording.Labels.Count == 0) throw new CommandException($"{parse.GetValue(study)} has no stage annotations.");
            var rows = RecordedResult.Read(parse.GetValue(results)!);
            foreach (var decision in (string[])["FINAL", "REVISED"])
            {
                var given = rows.Where(row => row.Revision == decision).ToList();
                if (given.Count > 0) Console.WriteLine(Line(decision, recording.Labels, given));
            }
        });
        return command;
    }

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
