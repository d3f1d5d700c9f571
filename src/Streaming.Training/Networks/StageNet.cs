using Streaming.Training.Graph;

namespace Streaming.Training.Networks;

/// <summary>
/// Reads the picture of 30 s of sleep. A shared convolutional stem makes one token per second and derivation; a small transformer lets
/// tokens of all derivations look at each other; at the end a class token asks them all, and what it looks at is the attention map. Any derivation
/// may be missing and any second blank: such tokens are hidden from attention, found by their lack of ink.
/// </summary>
internal static class StageNet
{
    // Far below any score, yet small enough that adding it stays exact in single precision.
    private const float Hidden = -10000;

    /// <summary>The network at a fixed batch, parameters as inputs; for training with the gradient of each.</summary>
    /// <param name="frozen">Names of parameters that are not trained.</param>
    public static NetworkGraph Build(StageNetOptions options, int batch, bool training, IReadOnlyList<string>? frozen = null)
    {
        var build = new NetworkBuild(new GraphBuilder(), new ParameterLayout(frozen: frozen));
        (GraphValue logits, _, GraphValue tokens) = Forward(build, options, batch);
        GraphBuilder graph = build.Graph;
        if (training)
        {
            build.AppendLoss(logits, options.EventKinds > 0 ? EventLoss.Append(build, options, tokens) : null);
        }

        graph.Output(NetworkGraph.Logits, logits);
        return new NetworkGraph(graph.ToModel("stagenet"), build.Parameters, batch, options.ImageShape, options.Classes, training)
        {
            Cells = options.Tokens,
            EventKinds = training ? options.EventKinds : 0,
        };
    }

    /// <summary>A session to train the network with.</summary>
    public static TrainingSession Train(StageNetOptions options, int batch, TrainingOptions training) =>
        new(Build(options, batch, training: true), Build(options, batch, training: false), training);

    /// <summary>
    /// The model to serve, parameters inside. Input <c>image</c> uint8 [batch, rows, columns]; outputs <c>logits</c> [batch, 5] (W, N1, N2,
    /// N3, R; not normalised, no temperature) and <c>attention</c> [batch, derivations, seconds], which sums to 1 with the class token's look at
    /// itself.
    /// </summary>
    /// <param name="parameters">Those at the end that only training has are left out.</param>
    /// <param name="convolutions">The stem written with Conv nodes (<see cref="StageNetServing"/>).</param>
    public static byte[] Export(StageNetOptions options, ReadOnlySpan<float> parameters, int batch = 1, bool convolutions = false)
    {
        var build = new NetworkBuild(new GraphBuilder(), new ParameterLayout([.. parameters]));
        (GraphValue logits, GraphValue attention, _) = Forward(build, options, batch, convolutions);
        if (build.Parameters.Count > parameters.Length)
        {
            throw new ArgumentException($"{parameters.Length} parameters were given; this network has {build.Parameters.Count}.");
        }

        GraphBuilder graph = build.Graph;
        GraphValue tokens = graph.Slice(attention, 3, 1, options.Tokens + 1);
        GraphValue mean = graph.ReduceMean(tokens, [1, 2]);
        graph.Output(NetworkGraph.Logits, logits);
        graph.Output(NetworkGraph.Attention, graph.Reshape(mean, batch, options.Derivations, options.Seconds));
        return graph.ToModel("stagenet");
    }

    private static (GraphValue Logits, GraphValue Attention, GraphValue Tokens) Forward(
        NetworkBuild build, StageNetOptions options, int batch, bool convolutions = false)
    {
        options.Validate();
        GraphBuilder graph = build.Graph;
        graph.Scope = "input";
        GraphValue image = graph.Input(NetworkGraph.Image, ElementType.UInt8, [batch, .. options.ImageShape]);
        GraphValue pixels = graph.Slice(image, 2, options.CalibrationColumns, options.ImageWidth);
        GraphValue mask = Mask(graph, options, pixels);
        GraphValue x = Tokens(build, options, convolutions ? StageNetServing.Stem(build, options, pixels) : StageNetStem.Append(build, options, pixels));
        for (int block = 1; block <= options.Blocks; block++)
        {
            x = AttentionBlock.Append(build, options, $"block{block}", x, mask);
        }

        (GraphValue token, GraphValue attention) = AttentionBlock.AppendForClass(build, options, "class", x, mask);
        graph.Scope = "head";
        GraphValue normal = build.LayerNormalization("head.norm", graph.Reshape(token, batch, options.Width));
        return (build.Linear("head", normal, options.Classes, gain: 0.1), attention, x);
    }

    /// <summary>Adds where and when each token is from, and puts the class token first.</summary>
    private static GraphValue Tokens(NetworkBuild build, StageNetOptions options, GraphValue tokens)
    {
        GraphBuilder graph = build.Graph;
        graph.Scope = "tokens";
        GraphValue derivation = build.Embedding("derivation", 0.3f, 1, options.Derivations, 1, options.Width);
        GraphValue second = build.Embedding("second", 0.1f, 1, 1, options.Seconds, options.Width);
        GraphValue place = graph.Reshape(graph.Add(derivation, second), 1, options.Tokens, options.Width);
        GraphValue classToken = build.Embedding("class", 0.3f, 1, 1, options.Width);
        GraphValue first = graph.Expand(classToken, tokens.Shape[0], 1, options.Width);
        return graph.Concat(1, first, graph.Add(tokens, place));
    }

    /// <summary>0 for the class token and tokens with ink, far below 0 for blank ones: [batch, 1, 1, 1 + tokens].</summary>
    private static GraphValue Mask(GraphBuilder graph, StageNetOptions options, GraphValue pixels)
    {
        int batch = pixels.Shape[0];
        GraphValue cells = graph.Reshape(
            pixels, batch, options.Derivations, options.RowHeight, options.Seconds, options.ColumnsPerSecond);
        GraphValue ink = graph.Cast(graph.ReduceMax(graph.ReduceMax(cells, [4]), [2]), ElementType.Float);
        GraphValue blank = graph.Less(graph.Reshape(ink, batch, options.Tokens), graph.Scalar(0.5f));
        GraphValue hidden = graph.Where(blank, graph.Scalar(Hidden), graph.Scalar(0));
        return graph.Reshape(graph.Concat(1, graph.Zeros(batch, 1), hidden), batch, 1, 1, options.Tokens + 1);
    }
}
