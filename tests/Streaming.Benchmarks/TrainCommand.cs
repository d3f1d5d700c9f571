using System.CommandLine;
using System.Diagnostics;
using System.Globalization;

namespace Streaming.Benchmarks;

/// <summary><c>train</c>: images a second of StageNet's training step beside Debian's PyTorch, turn by turn, and the gradients of both.</summary>
internal static class TrainCommand
{
    private const double GradientLimit = 1e-3;

    public static Command Create()
    {
        var threads = new Option<int>("--threads") { Description = "Of either.", DefaultValueFactory = _ => 2 };
        var batch = new Option<int>("--batch") { Description = "Images of an update.", DefaultValueFactory = _ => 32 };
        var turns = new Option<int>("--turns") { Description = "Of either; the median ratio counts.", DefaultValueFactory = _ => 9 };
        var steps = new Option<int>("--steps") { Description = "Of a turn.", DefaultValueFactory = _ => 3 };
        var install = new Option<bool>("--install") { Description = "Install python3-torch and libopenblas0-pthread with apt-get first." };
        var command = new Command("train", "StageNet's training step beside PyTorch on the CPU; ends with the ratio of images a second.")
        {
            threads, batch, turns, steps, install,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            if (parse.GetValue(install)) await TorchRival.InstallAsync(cancellationToken);
            using var ours = new TrainingStep(parse.GetValue(batch), parse.GetValue(threads));
            var count = parse.GetValue(FigureBook.Short) ? 3 : parse.GetValue(turns);
            return await RunAsync(
                ours, parse.GetValue(threads), count, parse.GetValue(steps), FigureBook.Of("train", parse), Console.Out, cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(
        TrainingStep ours, int threads, int turns, int steps, FigureBook book, TextWriter report, CancellationToken cancellationToken)
    {
        var folder = Directory.CreateTempSubdirectory("streaming-rival").FullName;
        try
        {
            ours.Write(folder);
            await using var rival = await TorchRival.StartAsync(folder, threads, cancellationToken);
            await report.WriteLineAsync($"train: {ours.Description}; rival {rival.Description}; {threads} threads each");
            var error = ours.WorstGradientError(folder);
            await report.WriteLineAsync(string.Create(
                CultureInfo.InvariantCulture, $"train: gradients differ by at most {error:e1} of their tensor's greatest element (limit {GradientLimit:e0})"));
            var (mine, theirs) = (new List<double>(), new List<double>());
            ours.Run(1);
            for (var turn = 0; turn < turns; turn++)
            {
                var started = Stopwatch.GetTimestamp();
                ours.Run(steps);
                mine.Add(steps * ours.Images / Stopwatch.GetElapsedTime(started).TotalSeconds);
                theirs.Add(steps * ours.Images / await rival.RunAsync(steps, cancellationToken));
            }
            return Report(book, report, mine, theirs, error);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static int Report(FigureBook book, TextWriter report, List<double> mine, List<double> theirs, double error)
    {
        double[] ratios = [.. mine.Zip(theirs, (a, b) => a / b).Order()];
        report.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"train: ours {Median(mine):f1} images/s, PyTorch {Median(theirs):f1} images/s (medians of {mine.Count} turns each)"));
        report.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"train: ratio={Median(ratios):f2} ({ratios[0]:f2} to {ratios[^1]:f2}; limit: 1)"));
        book.AtLeast("StageNet's training step", FigureBook.Text($"{Median(mine):f1} images/s"), FigureBook.Text($"{Median(theirs):f1} images/s of PyTorch"),
            Median(ratios), 1);
        return Median(ratios) >= 1 && error < GradientLimit ? 0 : 1;
    }

    private static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted[sorted.Length / 2];
    }
}
