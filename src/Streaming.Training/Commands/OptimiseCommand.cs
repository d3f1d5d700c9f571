using System.CommandLine;
using Streaming.Scoring;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Cache;
using Streaming.Training.Optimising;

namespace Streaming.Training.Commands;

/// <summary><c>optimise</c>: writes a bundle's graph in 8-bit whole numbers and in half precision too, with what that costs and gains.</summary>
internal static class OptimiseCommand
{
    private const int CalibrationNights = 32;

    public static Command Create()
    {
        var folder = new Argument<string>("BUNDLE") { Description = "Folder of the model bundle." };
        var output = new Option<string?>("--output") { Description = "Write the bundle with its variants here; without it: where it is." };
        var kinds = new Option<VariantKind[]>("--variant") { Description = "Which to make: Int8 or Fp16; may be repeated.", DefaultValueFactory = _ => [VariantKind.Int8, VariantKind.Fp16] };
        var part = new Option<QuantisedPart>("--quantise") { Description = "What int8 writes in whole numbers: convolutions alone, or products with constant weights too.", DefaultValueFactory = _ => QuantisedPart.Convolutions };
        var subjects = new Option<int>("--subjects") { Description = "Held-out simulated subjects to compare on, 1 or more.", DefaultValueFactory = _ => 8 };
        var epochs = new Option<int>("--epochs") { Description = "Epochs of 30 s of each of their nights, 1 to 2880.", DefaultValueFactory = _ => 480 };
        var seed = new Option<ulong>("--seed") { Description = "Seed of the simulated subjects.", DefaultValueFactory = _ => 1 };
        var caches = new Option<string[]>("--data") { Description = "Folder of imported nights (import) to compare on too, every night; may be repeated.", DefaultValueFactory = _ => [] };
        var command = new Command("optimise", "Makes int8 and fp16 variants of a bundle and measures them against fp32.")
        {
            folder, output, kinds, part, subjects, epochs, seed, caches,
        };
        command.SetAction((parse, cancellationToken) =>
        {
            if (!parse.GetValue(kinds)!.Contains(VariantKind.Int8)) parse.RefuseGiven($"is for int8, and {kinds.Name} asks for fp16 alone.", part);
            var bundle = ModelBundle.Load(parse.GetValue(folder)!);
            var (number, count, length) = (parse.GetValue(seed), parse.AtLeast(subjects, 1), parse.Within(epochs, 1, OptionLimits.MostEpochs));
            OutputPlace.Folder(output.Name, parse.GetValue(output) ?? bundle.Folder);
            List<ComparedData> compare =
                [new($"held-out simulated subjects, seed {number}", true, NightSequence.SimulatedNights(Split.Test, number, count, length))];
            foreach (var set in NightCache.OpenAll(parse.GetValue(caches)!).GroupBy(night => night.Source, StringComparer.Ordinal))
                compare.Add(new(set.Key, set.First().Simulated, NightSequence.Of([.. set])));
            var training = NightSequence.SimulatedPieces(Split.Training, number, CalibrationNights);
            var optimiser = new BundleOptimiser(bundle, training, compare, parse.GetValue(part), TimeProvider.System, Console.Out);
            optimiser.Write(parse.GetValue(output) ?? bundle.Folder, parse.GetValue(kinds)!, cancellationToken);
            return Task.FromResult(0);
        });
        return command;
    }
}
