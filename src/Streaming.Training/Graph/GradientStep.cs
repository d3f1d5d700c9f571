namespace Streaming.Training.Graph;

/// <summary>What a gradient rule is given: the node, the gradients of the loss by its outputs, and which inputs lead to a parameter.</summary>
internal sealed record GradientStep(GraphBuilder Graph, GraphNode Node, GraphValue?[] OutputGradients, bool[] Wanted)
{
    /// <summary>The gradient by the first output.</summary>
    public GraphValue Gradient => OutputGradients[0] ?? throw new InvalidOperationException($"Node {Node.Name} has no gradient.");

    public GraphValue Output => Node.Output;

    public GraphValue Input(int index) => Node.Input(index);

    public GraphValue? Optional(int index) => index < Node.Inputs.Length ? Node.Inputs[index] : null;

    /// <summary>An input that the rule must know while the graph is built: axes, starts, widths.</summary>
    /// <exception cref="NotSupportedException">It is computed by the graph.</exception>
    public int[] Integers(int index) => [.. (Input(index).Integers ?? throw Variable(index)).Select(Limited)];

    /// <exception cref="NotSupportedException">One of these inputs leads to a parameter.</exception>
    public void RequireConstant(params ReadOnlySpan<int> inputs)
    {
        foreach (int index in inputs)
        {
            if (index < Wanted.Length && Wanted[index])
            {
                throw Variable(index);
            }
        }
    }

    /// <summary>The gradient by input <paramref name="index"/>, made only where a parameter needs it.</summary>
    public GraphValue? If(int index, Func<GraphValue> make) => index < Wanted.Length && Wanted[index] ? make() : null;

    // Slices say "to the end" with the greatest number there is.
    private static int Limited(long value) => (int)Math.Clamp(value, int.MinValue, int.MaxValue);

    private NotSupportedException Variable(int index) =>
        new($"Input {index} of {Node.OperatorType} (node {Node.Name}) must be a constant for its gradient.");
}
