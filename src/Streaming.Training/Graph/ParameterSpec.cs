namespace Streaming.Training.Graph;

/// <summary>One tensor of the flat parameter vector: its place there, its shape and how it starts.</summary>
internal sealed record ParameterSpec(string Name, int[] Shape, int Offset, ParameterKind Kind, float Deviation)
{
    /// <summary>Keeps its start value: no gradient is computed by it.</summary>
    public bool Frozen { get; init; }

    public int Count => Shapes.Count(Shape);
}
