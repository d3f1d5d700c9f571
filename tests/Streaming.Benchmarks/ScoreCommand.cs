using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Streaming.Core.Simulation;
using Streaming.Training.Export;

namespace Streaming.Benchmarks;

/// <summary><c>score</c>: a night offline, over the script a lab would write with MNE, SciPy, matplotlib and PyTorch.</summary>
internal static class ScoreCommand
{
    private const string Python = "/usr/bin/python3"; // Debian's own: another python does not see its packages

    public static Command Create()
    {
        var hours = new Option<double>("--hours") { Description = "Of the night.", DefaultValueFactory = _ => 8 };
        var command = new Command("score", "Epochs a second of processor: Training -- score, over a Python script.") { hours };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var isShort = parse.GetValue(FigureBook.Short);
            var book = FigureBook.Of("score", parse);
            var file = Path.Combine(Path.GetTempPath(), $"streaming-score-{Environment.ProcessId}.edf");
            var epochs = (int)(parse.GetValue(hours) * 120);
            try
            {
                await using (var stream = File.Create(file))
                    SimulatedEdf.Write(new NightSimulator(new NightSimulatorOptions { Epochs = epochs, RateHz = 256 }, 1), stream);
                var (ours, seconds) = await OursAsync(file, epochs, cancellationToken);
                var (theirs, complaint) = await TheirsAsync(file, isShort ? 12 : 60, cancellationToken);
                var what = FigureBook.Text($"a night of {epochs} epochs, start of the program included ({seconds:f1} s)");
                if (theirs is { } rate)
                    book.AtLeast(what, FigureBook.Text($"{ours:f0} epochs/s of processor"), FigureBook.Text($"{rate:f2}/s of the script, imports left out"), ours / rate, 25);
                else
                    book.Skip(FigureBook.Text($"{what}: {ours:f0} epochs/s of processor; the script"), complaint);
            }
            finally
            {
                File.Delete(file);
            }
        });
        return command;
    }

    private static async Task<(double PerSecond, double Seconds)> OursAsync(string file, int epochs, CancellationToken cancellationToken)
    {
        var (started, before) = (Stopwatch.GetTimestamp(), ChildProcesses.Worked);
        using var process = Process.Start(new ProcessStartInfo(
            "dotnet", [Path.Combine(AppContext.BaseDirectory, "Streaming.Training.dll"), "score", file]) { RedirectStandardOutput = true })!;
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0) throw new InvalidOperationException($"score ended with {process.ExitCode}: {output}");
        return (epochs / (ChildProcesses.Worked - before).TotalSeconds, Stopwatch.GetElapsedTime(started).TotalSeconds);
    }

    private static async Task<(double? PerSecond, string Complaint)> TheirsAsync(string file, int epochs, CancellationToken cancellationToken)
    {
        if (!File.Exists(Python)) return (null, $"{Python} is not there");
        var start = new ProcessStartInfo(
            Python, [Path.Combine(AppContext.BaseDirectory, "rival", "score_python.py"), file, epochs.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["OMP_NUM_THREADS"] = start.Environment["OPENBLAS_NUM_THREADS"] = "1";
        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
        var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
        await process.WaitForExitAsync(cancellationToken);
        if (process.ExitCode != 0)
            return (null, (await complaint).Split('\n', StringSplitOptions.RemoveEmptyEntries).LastOrDefault() ?? "it failed and said nothing");
        var words = output.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return (double.Parse(words[0], CultureInfo.InvariantCulture) / double.Parse(words[1], CultureInfo.InvariantCulture), "");
    }
}
