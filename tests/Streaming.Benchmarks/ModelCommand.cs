using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.ML.OnnxRuntime;
using Streaming.Core.Rendering;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Benchmarks;

/// <summary><c>model</c>: what an epoch costs on one thread, picture and all, beside a ResNet18-shaped network in the same run.</summary>
internal static class ModelCommand
{
    private const int Warm = 5;

    public static Command Create()
    {
        var models = new Option<string[]>("--model") { Description = "Bundles; may be repeated.", DefaultValueFactory = _ => ["deploy/models/stagenet-2"] };
        var rounds = new Option<int>("--rounds") { Description = "Epochs timed each; they take turns.", DefaultValueFactory = _ => 100 };
        var output = new Option<string?>("--output") { Description = "JSON file for the card." };
        var command = new Command("model", "Milliseconds an epoch on one thread, drawing included, as a ratio to ResNet18 at 224².") { models, rounds, output };
        command.SetAction(parse =>
        {
            var report = Measure([.. parse.GetValue(models)!.Select(ModelBundle.Load)], parse.GetValue(rounds));
            var book = FigureBook.Of("model", parse);
            foreach (var row in report.Models)
            {
                book.AtMost($"one epoch on one thread, picture and all, {row.Name}", FigureBook.Text($"{row.EpochMilliseconds:f2} ms"),
                    FigureBook.Text($"{report.ResNet18Milliseconds:f2} ms of ResNet18 at 224²"), row.RatioToResNet18, 0.15);
                Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
                    $"model: {row.Name} {row.Sha256[..8]} {row.ModelBytes / 1e6:f1} MB picture {row.DrawMilliseconds:f2} ms epoch {row.EpochMilliseconds:f2} ms "
                    + $"(limit 6), ResNet18 {report.ResNet18Milliseconds:f2} ms, ratio {row.RatioToResNet18:f3}"));
            }
            if (parse.GetValue(output) is { } path) File.WriteAllText(path, report.ToJson());
        });
        return command;
    }

    private static CostReport Measure(ModelBundle[] bundles, int rounds)
    {
        var epochs = Epochs();
        StagerPool[] pools = [.. bundles.Select(bundle =>
            new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance))];
        EpochScorer[] scorers = [.. pools.Select(pool => new EpochScorer(pool.Create(), pool.Bundle.Manifest.Novelty))];
        WaveformRenderer[] renderers = [.. bundles.Select(bundle => new WaveformRenderer(bundle.Spec))];
        EpochImage[] images = [.. bundles.Select(bundle => new EpochImage(bundle.Spec))];
        using var settings = new SessionOptions { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
        using var rival = new InferenceSession(ResNet18.Model(), settings);
        var pixels = new byte[3 * 224 * 224];
        new Random(1).NextBytes(pixels);
        using var picture = OrtValue.CreateTensorValueFromMemory(pixels, [1, 3, 224, 224]);
        using var run = new RunOptions();
        var (theirs, draws, whole) = (new List<double>(), Lists(), Lists());
        for (var round = -Warm; round < rounds; round++)
        {
            var epoch = epochs[(round + Warm) % epochs.Length];
            Time(round, theirs, () => rival.Run(run, ["image"], [picture], ["logits"]).Dispose());
            for (var b = 0; b < bundles.Length; b++)
            {
                var number = b;
                Time(round, draws[b], () => renderers[number].Draw(epoch, images[number]));
                Time(round, whole[b], () => scorers[number].Score(epoch));
            }
        }
        foreach (var scorer in scorers) scorer.Dispose();
        foreach (var pool in pools) pool.Dispose();
        var resNet = Median(theirs);
        return new CostReport(
            $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} cores", resNet,
            [.. bundles.Select((bundle, b) => new CostRow(
                bundle.Manifest.Name, bundle.Manifest.Sha256, new FileInfo(Path.Combine(bundle.Folder, ModelBundle.ModelFile)).Length,
                Median(draws[b]), Median(whole[b]), Math.Round(Median(whole[b]) / resNet, 4)))]);

        List<double>[] Lists() => [.. bundles.Select(_ => new List<double>())];
    }

    private static Epoch[] Epochs()
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = 24, RateHz = 200 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        return [.. NightEpochs.Of(StagedNight.Of(night, "benchmark"), RenderSpecs.Lossless100.Signal).Where(epoch => epoch.UnscorableReason is null)];
    }

    private static void Time(int round, List<double> times, Action action)
    {
        var started = Stopwatch.GetTimestamp();
        action();
        if (round >= 0) times.Add(Stopwatch.GetElapsedTime(started).TotalMilliseconds);
    }

    private static double Median(List<double> times)
    {
        times.Sort();
        return Math.Round(times[times.Count / 2], 4);
    }
}
