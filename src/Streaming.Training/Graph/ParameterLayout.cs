namespace Streaming.Training.Graph;

/// <summary>
/// The tensors of one flat parameter vector, in the order the network asks for them. While a graph is built, each becomes an input
/// (training: one vector is updated in place) or, when values are given, a constant of the model (export).
/// </summary>
/// <param name="values">The whole vector; null: inputs.</param>
/// <param name="frozen">Names of parameters that are not trained (NamePattern).</param>
internal sealed class ParameterLayout(float[]? values = null, IReadOnlyList<string>? frozen = null)
{
    private readonly List<ParameterSpec> _specs = [];
    private readonly List<GraphValue> _values = [];

    public IReadOnlyList<ParameterSpec> Specs => _specs;

    /// <summary>The tensors in the graph, in the order of Specs.</summary>
    public IReadOnlyList<GraphValue> Values => _values;

    public IReadOnlyList<string> Names => [.. _specs.Select(spec => spec.Name)];

    public int Count { get; private set; }

    public GraphValue Declare(GraphBuilder graph, string name, ParameterKind kind, float deviation, params int[] shape)
    {
        ParameterSpec spec = Append(name, kind, deviation, shape);
        GraphValue value = values is null
            ? graph.Input(name, ElementType.Float, shape)
            : graph.Initializer(name, shape, values.AsSpan(spec.Offset, spec.Count));
        _values.Add(value);
        return value;
    }

    /// <summary>The values of a parameter that is not to stand in the model by itself; only where values are given.</summary>
    public ReadOnlySpan<float> Take(string name, ParameterKind kind, float deviation, params int[] shape)
    {
        ParameterSpec spec = Append(name, kind, deviation, shape);
        return (values ?? throw new InvalidOperationException($"There are no values to take {name} from.")).AsSpan(spec.Offset, spec.Count);
    }

    /// <summary>Whether a parameter of that name is trained.</summary>
    public bool Trains(string name) => !NamePattern.MatchesAny(frozen ?? [], name);

    private ParameterSpec Append(string name, ParameterKind kind, float deviation, int[] shape)
    {
        var spec = new ParameterSpec(name, shape, Count, kind, deviation) { Frozen = !Trains(name) };
        _specs.Add(spec);
        Count += spec.Count;
        return spec;
    }

    /// <summary>Start values drawn from a seed: the same seed gives the same vector.</summary>
    public float[] Initialise(int seed)
    {
        var random = new Random(seed);
        float[] result = new float[Count];
        foreach (ParameterSpec spec in _specs)
        {
            Fill(result.AsSpan(spec.Offset, spec.Count), spec, random);
        }

        return result;
    }

    /// <summary>For every element of the vector what weight decay is multiplied by: 0 for all but weights.</summary>
    public float[] DecayMask(IReadOnlyList<ParameterGroup>? groups = null) =>
        Mask(groups, spec => !spec.Frozen && spec.Kind is (ParameterKind.Weight or ParameterKind.SmoothWeight), group => group.Decay);

    /// <summary>For every element of the vector what the learning rate is multiplied by: 0 for frozen ones.</summary>
    public float[] RateMask(IReadOnlyList<ParameterGroup>? groups = null) => Mask(groups, spec => !spec.Frozen, group => group.Rate);

    private float[] Mask(IReadOnlyList<ParameterGroup>? groups, Func<ParameterSpec, bool> applies, Func<ParameterGroup, float> factor)
    {
        float[] mask = new float[Count];
        foreach (ParameterSpec spec in _specs.Where(applies))
        {
            ParameterGroup? group = groups?.LastOrDefault(candidate => NamePattern.Matches(candidate.Pattern, spec.Name));
            mask.AsSpan(spec.Offset, spec.Count).Fill(group is null ? 1 : factor(group));
        }

        return mask;
    }

    private static void Fill(Span<float> target, ParameterSpec spec, Random random)
    {
        if (spec.Kind is ParameterKind.Scale or ParameterKind.Bias)
        {
            target.Fill(spec.Kind == ParameterKind.Scale ? 1 : 0);
            return;
        }

        if (spec.Kind == ParameterKind.SmoothWeight)
        {
            FillSmoothly(target, spec, random);
            return;
        }

        foreach (ref float element in target)
        {
            element = spec.Deviation * (float)Normal(random);
        }
    }

    private static void FillSmoothly(Span<float> target, ParameterSpec spec, Random random)
    {
        const int cosines = 5;
        int width = spec.Shape[^1];
        for (int start = 0; start < target.Length; start += width)
        {
            for (int order = 0; order < cosines; order++)
            {
                // Two over the number of cosines: the mean square of a cosine is one half.
                double factor = spec.Deviation * Math.Sqrt(2.0 / cosines) * Normal(random);
                for (int index = 0; index < width; index++)
                {
                    target[start + index] += (float)(factor * Math.Cos(Math.PI * order * (index + 0.5) / width));
                }
            }
        }
    }

    /// <summary>Box and Muller's transform; 1 − u keeps the logarithm finite.</summary>
    private static double Normal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
