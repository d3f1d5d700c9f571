using System.Globalization;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Training.Datasets;
using Streaming.Training.Graph;
using Streaming.Training.Networks;

namespace Streaming.Training.Learning;

/// <summary>StageNet in two phases: one EEG row at a time (six times cheaper a picture: the stem learns waves), then whole pictures.</summary>
internal static class StageNetPlan
{
    // Rows of pixels run at once; more than this many fall out of the caches (docs/fine-tuning.md).
    private const int RowsAtOnce = 24;

    /// <summary>The network that is served.</summary>
    public static StageNetOptions Whole { get; } = new();

    /// <summary>Every size that can be trained.</summary>
    public static IEnumerable<StageNetOptions> Networks => Enum.GetValues<StageNetSize>().Select(Of);

    public static TrainingPlan Create(StageNetSize size = StageNetSize.Usual)
    {
        var whole = Of(size) with { EventKinds = CellEvents.Kinds };
        var single = whole with { Derivations = 1 };
        return new()
        {
            // What runs begun before they had names of their own are called; the bundle that is served is no run's default.
            Name = size == StageNetSize.Usual ? "stagenet-2" : $"stagenet-2-{size.ToString().ToLowerInvariant()}",
            Version = "2",
            Spec = RenderSpecs.Lossless100With(SignalSpecs.V1),
            Phases =
            [
                Phase(new(0, "single", 2, 0.3, 2e-3f, 4e-4f) { Build = Build(single), Start = First, SingleRow = true }, single),
                Phase(new(1, "whole", 1, 0.7, 1.2e-3f, 1e-5f) { Build = Build(whole), Start = GoOn(single) }, whole),
            ],
            Parameters = StageNet.Build(whole, 1, training: true).Parameters.Names,
            Export = parameters => StageNet.Export(Of(size), parameters),
            Attention = NetworkGraph.Attention,
            Statement = Statement,
        };
    }

    private static StageNetOptions Of(StageNetSize size) => size switch
    {
        StageNetSize.Small => Whole with { ColumnChannels = 4, Channels = [16, 24, 32] },
        StageNetSize.Large => Whole with { Channels = [32, 56, 96], Blocks = 2 },
        _ => Whole,
    };

    private static TrainingPhase Phase(TrainingPhase phase, StageNetOptions network) =>
        phase with { MicroBatch = RowsAtOnce / network.Derivations };

    private static Func<int, bool, IReadOnlyList<string>, NetworkGraph> Build(StageNetOptions network) =>
        (batch, training, frozen) => StageNet.Build(network, batch, training, frozen);

    private static float[] First(ParameterLayout layout, float[]? learnt, int seed) => layout.Initialise(seed);

    private static Func<ParameterLayout, float[]?, int, float[]> GoOn(StageNetOptions single) => (layout, learnt, seed) => learnt is null
        ? layout.Initialise(seed)
        : WarmStart.Spread(StageNet.Build(single, 1, training: true).Parameters, learnt, layout, layout.Initialise(seed));

    private static string Statement(RunState run)
    {
        var before = run.Recipe.Begin is null
            ? FormattableString.Invariant($"{run.Steps[0]} steps of {2 * run.BatchSize} single EEG rows, then ")
            : $"begun with the weights of {run.Before?.Name ?? "an earlier run"}, ";
        var steps = string.Create(
            CultureInfo.InvariantCulture,
            $"{before}{run.Steps[1]} steps of {run.BatchSize} pictures with rows left out, gains and polarities varied{Ancestor.Taught(run)}");
        var knowsPeople = run.TrainedOn?.Datasets.Any(data => SimulatedWords.Of(data).Length == 0) == true;
        if (run.Kind == NightKind.Imported)
        {
            return $"Imported nights, {run.Data}: {steps}, seed {run.Seed}. Labels were those of the data's first scorer; transitions of the smoother "
                + $"were counted from Sleep-EDF hypnograms.{SimulatedWords.Of(run.Data)}";
        }
        var experts = run.Kind == NightKind.Following ? ", and the experts' of the nights followed" : "";
        return $"Simulated nights{(knowsPeople ? "" : " only")} (NightSimulator; {(run.Data.Length > 0 ? run.Data : $"seed {run.Seed}")}; no more of "
            + $"them than the steps came to): {steps}. Labels were those of a simulated scorer who errs about as often as humans disagree{experts}; "
            + $"the tokens also learnt to tell the simulated events of their second. No real recording was trained on{(knowsPeople ? " in this run" : "")}. "
            + $"Band powers of the simulation were fitted to Sleep-EDF spectra and transitions of the smoother counted from Sleep-EDF hypnograms.";
    }
}
