using Streaming.Training.Graph;

namespace Streaming.Training.Networks;

/// <summary>A pre-normalised transformer block: attention, then a feed-forward part, each added to what came in.</summary>
internal static class AttentionBlock
{
    /// <summary>All tokens ask all tokens. x is [batch, tokens, width]; mask [batch, 1, 1, tokens] is added to the scores.</summary>
    public static GraphValue Append(NetworkBuild build, StageNetOptions options, string name, GraphValue x, GraphValue mask)
    {
        GraphBuilder graph = build.Graph;
        graph.Scope = name;
        GraphValue normal = build.LayerNormalization($"{name}.norm1", x);
        GraphValue[] parts = Heads(build, options, $"{name}.qkv", normal, 3);
        GraphValue weights = Weights(graph, options, parts[0], parts[1], mask);
        return Finish(build, options, name, x, graph.MatMul(weights, parts[2]));
    }

    /// <summary>Only the class token (the first) asks. Gives it alone, [batch, 1, width], and its attention [batch, heads, 1, tokens].</summary>
    public static (GraphValue Token, GraphValue Attention) AppendForClass(
        NetworkBuild build, StageNetOptions options, string name, GraphValue x, GraphValue mask)
    {
        GraphBuilder graph = build.Graph;
        graph.Scope = name;
        GraphValue normal = build.LayerNormalization($"{name}.norm1", x);
        GraphValue query = Heads(build, options, $"{name}.q", graph.Slice(normal, 1, 0, 1), 1)[0];
        GraphValue[] parts = Heads(build, options, $"{name}.kv", normal, 2);
        GraphValue weights = Weights(graph, options, query, parts[0], mask);
        GraphValue token = Finish(build, options, name, graph.Slice(x, 1, 0, 1), graph.MatMul(weights, parts[1]));
        return (token, weights);
    }

    /// <summary>One projection of x [batch, tokens, width] into <paramref name="count"/> tensors [batch, heads, tokens, width / heads].</summary>
    private static GraphValue[] Heads(NetworkBuild build, StageNetOptions options, string name, GraphValue x, int count)
    {
        GraphBuilder graph = build.Graph;
        (int batch, int tokens, int size) = (x.Shape[0], x.Shape[1], options.Width / options.Heads);
        GraphValue projected = build.Linear(name, x, count * options.Width);
        GraphValue turned = graph.Transpose(graph.Reshape(projected, batch, tokens, count, options.Heads, size), 2, 0, 3, 1, 4);
        GraphValue[] parts = count == 1 ? [turned] : graph.Split(turned, 0, [.. Enumerable.Repeat(1, count)]);
        return [.. parts.Select(part => graph.Reshape(part, batch, options.Heads, tokens, size))];
    }

    private static GraphValue Weights(GraphBuilder graph, StageNetOptions options, GraphValue query, GraphValue key, GraphValue mask)
    {
        float scale = 1 / MathF.Sqrt(options.Width / options.Heads);
        GraphValue scores = graph.MatMul(graph.Multiply(query, scale), graph.TransposeMatrix(key));
        return graph.Softmax(graph.Add(scores, mask));
    }

    private static GraphValue Finish(NetworkBuild build, StageNetOptions options, string name, GraphValue x, GraphValue attended)
    {
        GraphBuilder graph = build.Graph;
        double branchGain = 1 / Math.Sqrt(2 * (options.Blocks + 1));
        GraphValue joined = graph.Reshape(graph.Transpose(attended, 0, 2, 1, 3), x.Shape);
        x = graph.Add(x, build.Linear($"{name}.out", joined, options.Width, branchGain));
        GraphValue hidden = build.Linear($"{name}.up", build.LayerNormalization($"{name}.norm2", x), options.FeedForwardRatio * options.Width);
        return graph.Add(x, build.Linear($"{name}.down", graph.Gelu(hidden), options.Width, branchGain));
    }
}
