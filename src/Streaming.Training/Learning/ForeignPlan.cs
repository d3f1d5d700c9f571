using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Streaming.Training.Datasets;
using Streaming.Training.Graph;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Training.Learning;

/// <summary>Fine-tunes a network from an ONNX file: one phase, at a tenth of the rate that suits a network of random weights.</summary>
internal static class ForeignPlan
{
    private const int StatisticImages = 64;
    private const int StatisticNights = 4;

    /// <param name="nights">Some of their pictures set the statistics of batch normalisations.</param>
    public static async Task<TrainingPlan> CreateAsync(
        ForeignRecipe recipe, IReadOnlyList<string> frozen, ulong seed, NightSequence nights, TextWriter log, CancellationToken cancellationToken)
    {
        var network = ForeignNetwork.Open(recipe, frozen);
        var networkSeed = (int)(seed & int.MaxValue);
        var trained = Checked(recipe, network.Build(1, training: true)).Parameters;
        if (network.HasBatchStatistics && !recipe.KeepStatistics)
            network.Measure(await PicturesAsync(network, seed, nights, cancellationToken), networkSeed);
        var scope = string.Create(CultureInfo.InvariantCulture,
            $"{trained.Count} of {network.WeightCount} weights are trained ({100.0 * trained.Count / network.WeightCount:f1} %)");
        var picture = $"{network.Spec.Preset} drawn {network.Spec.Width} × {network.Spec.Height}";
        await log.WriteLineAsync($"{recipe.Path}: {picture}, pixels '{network.Pixels}', {scope}{Lora(recipe, network)}");
        return new TrainingPlan
        {
            Name = Path.GetFileNameWithoutExtension(recipe.Path) + "-stages",
            Spec = network.Spec,
            Phases =
            [
                new(0, "fine-tune", 1, 1, recipe.LoraRank is null && !recipe.FromRandom ? 1e-3f : 3e-3f, 1e-5f)
                {
                    Build = (batch, training, _) => network.Build(batch, training),
                    Start = (layout, _, start) => network.Start(layout, start),
                    MicroBatch = network.RunsInBatches ? 4 : 1,
                },
            ],
            Parameters = network.ParameterNames,
            Export = network.Export,
            Statement = run => Statement(recipe, scope, run),
        };
    }

    private static string Lora(ForeignRecipe recipe, ForeignNetwork network) => recipe.LoraRank is not { } rank ? "" : string.Create(
        CultureInfo.InvariantCulture, $" by LoRA of rank {rank} in {network.Adapted(rank)} of {network.MatrixCount} matrices, and the head");

    // Better now than after the nights were made.
    private static NetworkGraph Checked(ForeignRecipe recipe, NetworkGraph graph)
    {
        try
        {
            new BoundSession(graph.Model, threads: 1).Dispose();
            return graph;
        }
        catch (OnnxRuntimeException e)
        {
            throw new ForeignModelException(recipe.Path, $"the runtime refuses the graph that would train it: {e.Message}", e);
        }
    }

    private static async Task<byte[]> PicturesAsync(ForeignNetwork network, ulong seed, NightSequence nights, CancellationToken cancellationToken)
    {
        var options = new BatchOptions { Seed = seed, BatchSize = StatisticImages, PoolNights = StatisticNights };
        await using var source = new BatchSource(options, network.Spec, nights, 0);
        return (await source.NextAsync(cancellationToken)).Images;
    }

    private static string Statement(ForeignRecipe recipe, string scope, RunState run) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(recipe.FromRandom ? "The architecture of" : "The weights of")} {Path.GetFileName(recipe.Path)}, its head replaced by five stages; {scope}"
        + $"{(recipe.LoraRank is { } rank ? $" by LoRA of rank {rank}, then merged" : "")}. {run.Steps[0]} steps of {run.BatchSize} "
        + $"pictures with rows left out, gains and polarities varied{Ancestor.Taught(run)}, seed {run.Seed}. {run.Data}.{SimulatedWords.Of(run.Data)}");
}
