using Streaming.Training.Graph;

namespace Streaming.Training.Networks;

/// <summary>Teaches the tokens which events their second and row show. Its parameters come last, so that a model that is served can do without.</summary>
internal static class EventLoss
{
    /// <summary>Its part of the loss, a scalar: weighted cross entropy of each kind's presence.</summary>
    /// <param name="tokens">[batch, 1 + tokens, width], the class token first, before it asks.</param>
    public static GraphValue Append(NetworkBuild build, StageNetOptions options, GraphValue tokens)
    {
        GraphBuilder graph = build.Graph;
        graph.Scope = "events";
        int batch = tokens.Shape[0];
        GraphValue present = graph.Input(NetworkGraph.Events, ElementType.Float, [batch, options.Tokens, options.EventKinds]);
        GraphValue weights = graph.Input(NetworkGraph.EventWeights, ElementType.Float, [batch, options.Tokens, 1]);
        GraphValue normal = build.LayerNormalization("events.norm", graph.Slice(tokens, 1, 1, options.Tokens + 1));
        GraphValue scores = build.Linear("events", normal, options.EventKinds, gain: 0.1);
        // -[p log s + (1 - p) log(1 - s)] of the logistic s is softplus(score) - p score.
        GraphValue each = graph.Subtract(graph.Softplus(scores), graph.Multiply(present, scores));
        return graph.ReduceSum(graph.Multiply(each, weights), [0, 1, 2]);
    }
}
