namespace Streaming.Training.Graph;

/// <summary>One tensor of a graph. Shapes are static: every dimension is known when the node that makes the tensor is added.</summary>
internal sealed class GraphValue(string name, ElementType type, int[] shape)
{
    public string Name { get; } = name;

    public ElementType Type { get; } = type;

    public int[] Shape { get; } = shape;

    /// <summary>The contents of an integer constant (axes, shapes, starts), which gradient rules read; else null.</summary>
    public long[]? Integers { get; init; }

    public int Rank => Shape.Length;

    public int Count => Shapes.Count(Shape);

    public override string ToString() => $"{Name} {Type}[{string.Join(", ", Shape)}]";
}
