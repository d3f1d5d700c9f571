using System.Globalization;
using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets.Miniature;

/// <summary>ISRUC-Sleep: <c>N.rec</c> and a text from each of two scorers, 5 for REM.</summary>
/// <remarks>Subject 1 has labels of the other kind; 2 has blank lines and a text that is three epochs short; 3 lacks channels; 4 is of group II with
/// two nights, under a number that group I has too.</remarks>
internal sealed class IsrucWriter : IMiniatureWriter
{
    private const int ShortBy = 3;

    private static readonly Dictionary<string, string?> s_modern = new()
    {
        ["LOC-A2"] = "E1-M2", ["ROC-A1"] = "E2-M1", ["F3-A2"] = "F3-M2", ["C3-A2"] = "C3-M2", ["O1-A2"] = "O1-M2",
        ["F4-A1"] = "F4-M1", ["C4-A1"] = "C4-M1", ["O2-A1"] = "O2-M1",
    };

    private static readonly Dictionary<string, string?> s_lacking = new() { ["F4-A1"] = null, ["C4-A1"] = null, ["O2-A1"] = null, ["X1"] = null };

    public IEnumerable<WrittenNight> Write(string folder, int subject, NightSource source)
    {
        var isSecondGroup = subject % 5 == 4;
        for (var night = 1; night <= (isSecondGroup ? 2 : 1); night++)
        {
            var number = subject / 5 + 1;
            string[] place = isSecondGroup ? ["subgroupII", $"{number}", $"{night}"] : ["subgroupI", $"{subject - subject / 5 + 1}"];
            var own = Path.Combine([folder, .. place]);
            var stem = Path.Combine(own, place[^1]);
            var simulated = source.Night(subject, night, SimulatedLayout.Isruc);
            var labels = (subject % 5) switch { 1 => s_modern, 3 => s_lacking, _ => [] };
            MiniatureEdf.WriteRecording($"{stem}.rec", simulated, new EdfShape { Labels = labels });
            var first = SourceStages.Aasm(simulated.ScoredStages);
            var second = SourceStages.Aasm(simulated.Stages);
            var isShort = subject % 5 == 2;
            WriteText($"{stem}_1.txt", isShort ? first[..^ShortBy] : first, isShort);
            WriteText($"{stem}_2.txt", second, isShort);
            if (isShort) Array.Fill(first, 9, first.Length - ShortBy, ShortBy);
            yield return new WrittenNight(string.Join('-', isSecondGroup ? place[..2] : place), string.Join('-', place), 30,
            [
                new NightScoring("expert 1", SourceStages.Expected(first)), new NightScoring("expert 2", SourceStages.Expected(second)),
            ]);
        }
    }

    private static void WriteText(string path, int[] codes, bool hasBlankLines)
    {
        var lines = codes.Select(code => code.ToString(CultureInfo.InvariantCulture)).ToList();
        if (hasBlankLines)
        {
            lines.Insert(lines.Count / 2, "");
            lines.AddRange(["", ""]);
        }
        File.WriteAllLines(path, lines);
    }
}
