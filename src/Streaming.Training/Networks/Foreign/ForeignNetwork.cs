using System.Runtime.InteropServices;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Training.Graph;

namespace Streaming.Training.Networks.Foreign;

/// <summary>
/// A network from an ONNX file with five stages for a head: its weights, or thin matrices on top of them (LoRA), as parameters. The image stays
/// bytes; scaling is inside the graph.
/// </summary>
internal sealed class ForeignNetwork
{
    private const int Classes = 5;
    private const string Prefix = "net/"; // of the file's own names, so that they cannot be ours

    private readonly ForeignRecipe _recipe;
    private readonly IReadOnlyList<string> _frozen;
    private readonly TracedModel _traced;
    private readonly string _features;
    private readonly HashSet<string> _needed;
    private readonly IReadOnlyDictionary<string, WeightRole> _roles;
    private readonly PixelScale _pixels;
    private readonly Dictionary<int, TracedModel> _traces = [];
    private IReadOnlyDictionary<string, float[]> _statistics = new Dictionary<string, float[]>();

    private ForeignNetwork(ForeignRecipe recipe, IReadOnlyList<string> frozen, ForeignModel model, RenderSpec spec)
    {
        (_recipe, _frozen, Model, Spec) = (recipe, frozen, model, spec);
        _traced = Traced(1);
        _features = FeatureSearch.Find(_traced);
        _needed = FeatureSearch.Ancestors(model, _features);
        _roles = WeightRoles.Of(_traced, _needed);
        _pixels = recipe.Pixels is null ? PixelScale.Infer(_traced) : PixelScale.All.First(scale => scale.Name == recipe.Pixels);
        RunsInBatches = BatchesWork();
    }

    public ForeignModel Model { get; }

    /// <summary>The picture, drawn to the network's size.</summary>
    public RenderSpec Spec { get; }

    public string Pixels => _pixels.Name;

    /// <summary>Numbers in the weights that lead to the features, and in the new head.</summary>
    public long WeightCount => _roles.Keys.Sum(name => (long)Shapes.Count(_traced[name].Shape)) + Build(1, training: false).Parameters.Specs
        .Where(spec => spec.Name.StartsWith("head", StringComparison.Ordinal)).Sum(spec => spec.Count);

    /// <summary>What may be left untrained: the file's own weights, and the new head.</summary>
    public IReadOnlyList<string> ParameterNames =>
        [.. _roles.Keys.Select(name => Prefix + name).Union(Build(1, training: false).Parameters.Names, StringComparer.Ordinal)];

    /// <summary>Matrices that LoRA may adapt; frozen ones are not among them.</summary>
    public int MatrixCount => Matrices().Count();

    /// <summary>Whether several images can be run at once; some files hold shapes of a single one.</summary>
    public bool RunsInBatches { get; }

    public bool HasBatchStatistics => Model.Graph.Node.Any(node => node.OpType == "BatchNormalization" && node.Output.Any(_needed.Contains));

    /// <param name="frozen">Names of parameters that stay as they are (NamePattern); of the file's own weights with "net/" before.</param>
    /// <exception cref="ForeignModelException">The file cannot be fine-tuned; says why.</exception>
    public static ForeignNetwork Open(ForeignRecipe recipe, IReadOnlyList<string> frozen)
    {
        var model = ForeignModel.Read(recipe.Path);
        var preset = recipe.Preset ?? (model.Input.Channels == 3 ? RenderSpecs.Clinical448Name : RenderSpecs.Paper336Name);
        var known = RenderSpecs.Find(preset, SignalSpecs.V1) ?? throw new ForeignModelException(recipe.Path, $"there is no preset '{preset}'");
        var width = model.Input.Width ?? recipe.Width ?? known.Width;
        var spec = known with { Width = width, Height = model.Input.Height ?? recipe.Height ?? known.Height };
        if (RenderSpecs.Refusal(spec) is { } refusal) throw new ForeignModelException(recipe.Path, $"no picture is drawn to its size: {refusal}");
        var network = new ForeignNetwork(recipe, frozen, model, spec);
        if (recipe.LoraRank is { } rank && network.Adapted(rank) == 0) throw network.RankRefused(rank);
        return network;
    }

    /// <summary>At a batch, with gradients or without.</summary>
    /// <exception cref="NotSupportedException">An operator has no gradient rule; named with its node.</exception>
    public NetworkGraph Build(int batch, bool training)
    {
        var build = new NetworkBuild(new GraphBuilder(), new ParameterLayout(frozen: _frozen));
        var logits = Forward(build, batch, merge: false, statistics: null);
        if (training) build.AppendLoss(logits);
        build.Graph.Output(NetworkGraph.Logits, logits);
        return new NetworkGraph(build.Graph.ToModel("foreign"), build.Parameters, batch, ImageShape, Classes, training);
    }

    /// <summary>The file's weights where they are trained, and what is new drawn from a seed.</summary>
    public float[] Start(ParameterLayout layout, int seed)
    {
        var start = layout.Initialise(seed);
        if (_recipe.FromRandom) return start;
        foreach (var spec in layout.Specs)
            if (spec.Name.StartsWith(Prefix, StringComparison.Ordinal) && _roles.ContainsKey(spec.Name[Prefix.Length..]))
                Floats(spec.Name[Prefix.Length..]).CopyTo(start, spec.Offset);
        return start;
    }

    /// <summary>The model to serve: one image, parameters inside, what LoRA learnt added to the weights.</summary>
    public byte[] Export(float[] parameters)
    {
        var build = new NetworkBuild(new GraphBuilder(), new ParameterLayout(parameters, _frozen));
        var logits = Forward(build, 1, merge: true, statistics: null);
        if (build.Parameters.Count != parameters.Length)
            throw new ArgumentException($"{parameters.Length} parameters were given; this network has {build.Parameters.Count}.");
        build.Graph.Output(NetworkGraph.Logits, logits);
        return build.Graph.ToModel("foreign");
    }

    /// <summary>Replaces the statistics of batch normalisations by those of these images, at the start values of a seed.</summary>
    public void Measure(byte[] images, int seed)
    {
        var batch = RunsInBatches ? images.Length / Shapes.Count(ImageShape) : 1;
        var build = new NetworkBuild(new GraphBuilder(), new ParameterLayout(frozen: _frozen));
        var statistics = new OwnStatistics();
        build.Graph.Output(NetworkGraph.Logits, Forward(build, batch, merge: false, statistics));
        _statistics = statistics.Measure(
            build.Graph.ToModel("statistics"), build.Parameters, Start(build.Parameters, seed), images[..(batch * Shapes.Count(ImageShape))],
            [batch, .. ImageShape]);
    }

    /// <summary>How many matrices take thin ones of this rank.</summary>
    public int Adapted(int rank) => Matrices().Count(matrix => LowRank.Suits(matrix, rank));

    private IEnumerable<(int Rows, int Columns)> Matrices()
    {
        var layout = new ParameterLayout(frozen: _frozen);
        return _roles.Where(role => role.Value.Matrix is not null && layout.Trains(Prefix + role.Key)).Select(role => role.Value.Matrix!.Value);
    }

    private ForeignModelException RankRefused(int rank)
    {
        var greatest = Matrices().Select(LowRank.GreatestRank).DefaultIfEmpty(0).Max();
        return new(_recipe.Path, greatest == 0
            ? "no weight is large enough for LoRA; train the weights themselves, without --lora"
            : FormattableString.Invariant($"--lora is {rank}, and no weight takes so high a rank: its thin matrices would hold over a twentieth of it. ")
                + FormattableString.Invariant($"The greatest is {greatest}, in {Adapted(greatest)} of {MatrixCount} matrices; rank 1 suits {Adapted(1)}"));
    }

    private int[] ImageShape => Spec.Planes == 1 ? [Spec.Height, Spec.Width] : [Spec.Height, Spec.Width, Spec.Planes];

    private GraphValue Forward(NetworkBuild build, int batch, bool merge, OwnStatistics? statistics)
    {
        var graph = build.Graph;
        graph.Scope = "input";
        var image = graph.Input(NetworkGraph.Image, ElementType.UInt8, [batch, .. ImageShape]);
        var foreign = new ForeignGraph(Traced(batch), build, _needed, name => Weight(build, name, merge), statistics);
        var features = Pooled(graph, foreign.Append(_pixels.Append(graph, image, Model.Input), _features));
        graph.Scope = "head";
        return build.Linear("head", features, Classes, gain: 0.1);
    }

    /// <summary>[batch, features]: of a picture of features their mean over places, of tokens over tokens.</summary>
    private static GraphValue Pooled(GraphBuilder graph, GraphValue features) => features.Rank switch
    {
        2 => features,
        3 => graph.ReduceMean(features, [1]),
        4 => graph.ReduceMean(features, [2, 3]),
        _ => throw new NotSupportedException($"Features of rank {features.Rank} are not understood."),
    };

    private GraphValue? Weight(NetworkBuild build, string name, bool merge)
    {
        if (_statistics.TryGetValue(name, out var measured)) return build.Graph.Initializer(Prefix + name, [measured.Length], measured);
        if (!_roles.TryGetValue(name, out var role) || !build.Parameters.Trains(Prefix + name)) return null;
        var shape = _traced[name].Shape;
        if (_recipe.LoraRank is not { } rank)
            return build.Parameters.Declare(build.Graph, Prefix + name, role.Kind, role.Deviation, shape);
        if (role.Matrix is not { } matrix || !LowRank.Suits(matrix, rank)) return null;
        if (merge) return build.Graph.Initializer(Prefix + name, shape, LowRank.Merge(build, Prefix + name, Floats(name), matrix, rank));
        return LowRank.Append(build, Prefix + name, ForeignGraph.Constant(build.Graph, name, _traced[name]), matrix, rank);
    }

    private float[] Floats(string name) => MemoryMarshal.Cast<byte, float>(_traced[name].Content).ToArray();

    private bool BatchesWork()
    {
        try
        {
            return Traced(2)[_features].Shape[0] == 2;
        }
        catch (ForeignModelException)
        {
            return false;
        }
    }

    private TracedModel Traced(int batch)
    {
        if (!_traces.TryGetValue(batch, out var traced)) _traces[batch] = traced = TracedModel.Of(Model, batch, Spec.Height, Spec.Width);
        return traced;
    }
}
