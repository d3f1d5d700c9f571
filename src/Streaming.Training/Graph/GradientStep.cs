namespace Streaming.Training.Graph;

/// <summary>What a gradient rule is given: the node, the gradients of the loss by its outputs, and which inputs lead to a parameter.</summary>
internal sealed record GradientStep(GraphBuilder Graph, GraphNode Node, GraphValue?[] OutputGradients, bool[] Wanted)
{
    /// <summary>The gradient by the first output.</summary>
    public GraphValue Gradient => OutputGradients[0] ?? throw new InvalidOperationException($"Node {Node.Name} has no gradient.");

    public GraphValue Output => Node.Output;

    public GraphValue Input(int index) => Node.Input(index);

    /// <summary>The gradient by input <paramref name="index"/>, made only where a parameter needs it.</summary>
    public GraphValue? If(int index, Func<GraphValue> make) => index < Wanted.Length && Wanted[index] ? make() : null;
}
