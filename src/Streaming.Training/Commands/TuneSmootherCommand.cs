using System.CommandLine;
using System.Globalization;
using Streaming.Core.Staging;
using Streaming.Training.Evaluation;
using Streaming.Training.Realism;

namespace Streaming.Training.Commands;

/// <summary><c>tune-smoother</c>: what exponents and look-aheads do to real sequences of stages.</summary>
internal static class TuneSmootherCommand
{
    public static Command Create()
    {
        var data = CommonOptions.RealNights("band-powers.csv.gz");
        var command = new Command("tune-smoother", "Kappa of FINAL and REVISED on real nights by exponent and look-ahead.") { data };
        command.SetAction(parse =>
        {
            var nights = RealNights.Read(parse.FolderOf(data));
            var shares = RealSequences.ClassShares(nights);
            foreach (var (name, columns) in SleepEdfSmoothing.Views)
            {
                var read = RealSequences.Of(nights, columns);
                var temperature = SmootherTuning.Temperature(read, shares);
                var start = SmootherSpec.Default with { ClassPriors = shares };
                var scores = SmootherTuning.Scores(name, [.. read.Select(night => SmootherTuning.Tempered(night, temperature))], start);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{name}: {nights.Count} nights, temperature {temperature:f3}, kappa epoch by epoch {SmootherTuning.Kappa(read, SmootherSpec.None, revised: false):f4}"));
                foreach (var line in SmootherTuning.Lines(scores)) Console.WriteLine(line);
            }
        });
        return command;
    }
}
