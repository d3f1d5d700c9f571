using System.Globalization;
using System.Text;
using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>The tables of docs/simulation.md that need real band powers.</summary>
internal static class RealismReport
{
    private static readonly string[] Names =
    [
        .. from channel in new[] { "Fpz-Cz", "Pz-Oz", "EOG" }
           from band in new[] { "delta", "theta", "alpha", "sigma", "beta" }
           select channel + " " + band,
    ];

    private static readonly (string Name, int[] Columns)[] Views =
    [
        ("EEG and EOG", [.. Enumerable.Range(0, BandPowerNight.Features)]),
        ("both EEG", [.. Enumerable.Range(0, BandPowerNight.EegFeatures)]),
        ("Fpz-Cz alone", [0, 1, 2, 3, 4]),
        ("Pz-Oz alone", [5, 6, 7, 8, 9]),
    ];

    public static IEnumerable<string> Tables(IReadOnlyList<BandPowerNight> real, IReadOnlyList<BandPowerNight> simulated)
    {
        var aligned = BandPowerAlignment.Align(simulated, real);
        yield return Shares(real, aligned);
        yield return Powers(real, aligned);
        yield return Crossed(real, aligned);
    }

    private static string Shares(IReadOnlyList<BandPowerNight> real, IReadOnlyList<BandPowerNight> simulated)
    {
        var text = new StringBuilder("| stage | real share (between nights) | simulated | real bout, epochs | simulated |\n|---|---|---|---|---|\n");
        for (var stage = Stage.W; stage <= Stage.R; stage++)
        {
            var (a, b) = (HypnogramShape.Of(real, stage), HypnogramShape.Of(simulated, stage));
            text.AppendLine(CultureInfo.InvariantCulture,
                $"| {stage} | {a.Share:f3} ({a.Spread:f3}) | {b.Share:f3} ({b.Spread:f3}) | {a.Bout:f1} | {b.Bout:f1} |");
        }
        return text.ToString();
    }

    private static string Powers(IReadOnlyList<BandPowerNight> real, IReadOnlyList<BandPowerNight> simulated)
    {
        var (a, b) = (new BandSpread(real), new BandSpread(simulated));
        var text = new StringBuilder();
        text.Append("Real / simulated: mean, deviation between nights, deviation within a night, correlation with the next epoch.\n\n");
        text.Append("| | W | N1 | N2 | N3 | R |\n|---|---|---|---|---|---|\n");
        for (var value = 0; value < BandPowerNight.Features; value++)
        {
            text.Append(CultureInfo.InvariantCulture, $"| {Names[value]} |");
            for (var s = 0; s < 5; s++)
                text.Append(CultureInfo.InvariantCulture,
                    $" {a.Mean[s][value]:f1}/{b.Mean[s][value]:f1}, {a.Between[s][value]:f2}/{b.Between[s][value]:f2}, "
                    + $"{a.Within[s][value]:f2}/{b.Within[s][value]:f2}, {a.Memory[s][value]:f2}/{b.Memory[s][value]:f2} |");
            text.AppendLine();
        }
        return text.ToString();
    }

    private static string Crossed(IReadOnlyList<BandPowerNight> real, IReadOnlyList<BandPowerNight> simulated)
    {
        var text = new StringBuilder("| values | trained on | tested on | κ | accuracy | recall W N1 N2 N3 R | N1 read as R | R read as N1 |\n");
        text.Append("|---|---|---|---|---|---|---|---|\n");
        foreach (var (name, columns) in Views)
        {
            var (realTrain, realTest) = CrossTraining.Halves(real);
            var (simTrain, simTest) = CrossTraining.Halves(simulated);
            Line(text, name, "real", "real", CrossTraining.Run(realTrain, realTest, columns));
            Line(text, name, "simulated", "simulated", CrossTraining.Run(simTrain, simTest, columns));
            Line(text, name, "real", "simulated", CrossTraining.Run(realTrain, simTest, columns));
            Line(text, name, "simulated", "real", CrossTraining.Run(simTrain, realTest, columns));
        }
        return text.ToString();
    }

    private static void Line(StringBuilder text, string values, string from, string to, CrossTraining result) =>
        text.AppendLine(CultureInfo.InvariantCulture,
            $"| {values} | {from} | {to} | {result.Kappa:f3} | {result.Accuracy:f3} | {Recalls(result)} "
            + $"| {result.Share(Stage.N1, Stage.R):f2} | {result.Share(Stage.R, Stage.N1):f2} |");

    private static string Recalls(CrossTraining result) =>
        string.Join(" ", result.Recalls.Select(recall => recall.ToString("f2", CultureInfo.InvariantCulture)));
}
