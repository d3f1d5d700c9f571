using System.CommandLine;
using System.Globalization;
using Streaming.Training.Datasets;
using Streaming.Training.Graph;
using Streaming.Training.Learning;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Benchmarks;

/// <summary><c>fine-tune</c>: what the weights of a model from elsewhere are worth, against the same network drawn at random.</summary>
internal static class FineTuneCommand
{
    private const ulong Seed = 1;
    private const int HeldOutSubjects = 4;

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "ONNX file.", Required = true };
        var width = new Option<int?>("--width") { Description = "Of the pictures, where the file leaves it open." };
        var height = new Option<int?>("--height") { Description = "As above." };
        var steps = new Option<int>("--steps") { Description = "Of each run.", DefaultValueFactory = _ => 150 };
        var batch = new Option<int>("--batch") { Description = "Images of a step.", DefaultValueFactory = _ => 16 };
        var threads = new Option<int>("--threads") { DefaultValueFactory = _ => 2 };
        var command = new Command("fine-tune", "Pretrained, from random, by LoRA and with frozen weights, on one budget of simulated pictures.")
        {
            model, width, height, steps, batch, threads,
        };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var recipe = new ForeignRecipe { Path = parse.GetValue(model)!, Width = parse.GetValue(width), Height = parse.GetValue(height) };
            (string Name, TrainingRecipe Recipe)[] ways =
            [
                ("pretrained, all weights", new() { From = recipe }),
                ("from random, all weights", new() { From = recipe with { FromRandom = true } }),
                ("pretrained, LoRA rank 1", new() { From = recipe with { LoraRank = 1 } }),
                ("pretrained, head alone", new() { From = recipe, Frozen = ["net/*"], PeakRate = 3e-3f }),
            ];
            foreach (var (name, way) in ways)
            {
                var line = await RunAsync(way, parse.GetValue(steps), parse.GetValue(batch), parse.GetValue(threads), cancellationToken);
                await Console.Out.WriteLineAsync($"fine-tune: {name}: {line}");
            }
        });
        return command;
    }

    private static async Task<string> RunAsync(TrainingRecipe recipe, int steps, int batch, int threads, CancellationToken cancellationToken)
    {
        var nights = NightSequence.SimulatedPieces(Split.Training, Seed, 1000);
        var plan = await ForeignPlan.CreateAsync(recipe.From!, recipe.Frozen, Seed, nights, TextWriter.Null, cancellationToken);
        var folder = Directory.CreateTempSubdirectory("streaming-fine-tune").FullName;
        try
        {
            var options = new TrainerOptions
            {
                Seed = Seed,
                Steps = steps,
                Subjects = 1000,
                Output = folder,
                BatchSize = batch,
                PoolNights = 8,
                Threads = threads,
                Recipe = recipe with { AverageDecay = 0.95f }, // runs are short
            };
            var network = await new Trainer(options, plan, nights, TimeProvider.System, TextWriter.Null).RunAsync(cancellationToken);
            return await HeldOutAsync(plan, network!, recipe.Frozen, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<string> HeldOutAsync(
        TrainingPlan plan, TrainedNetwork network, IReadOnlyList<string> frozen, CancellationToken cancellationToken)
    {
        const int Pictures = 500;
        var nights = NightSequence.SimulatedPieces(Split.Validation, Seed, HeldOutSubjects);
        var options = new BatchOptions { Seed = Seed, BatchSize = Pictures, PoolNights = HeldOutSubjects };
        await using var source = new BatchSource(options, plan.Spec, nights, 0);
        var batch = await source.NextAsync(cancellationToken);
        var logits = new float[Pictures * 5];
        using (var session = new EvaluationSession(plan.Phases[0].Build(plan.Phases[0].MicroBatch, false, frozen), threads: 1))
            session.Run(network.Parameters, batch.Images, logits);
        var (loss, right) = (0.0, 0);
        for (var i = 0; i < Pictures; i++)
        {
            var scores = logits[(i * 5)..((i + 1) * 5)];
            loss += Math.Log(scores.Sum(score => Math.Exp(score - scores.Max()))) + scores.Max() - scores[batch.Labels[i]];
            if (Array.IndexOf(scores, scores.Max()) == batch.Labels[i]) right++;
        }
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{network.Parameters.Length} numbers trained, held-out loss {loss / Pictures:f3}, accuracy {right / (double)Pictures:f3}");
    }
}
