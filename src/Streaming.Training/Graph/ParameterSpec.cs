namespace Streaming.Training.Graph;

/// <summary>One tensor of the flat parameter vector: its place there, its shape and how it starts.</summary>
internal sealed record ParameterSpec(string Name, int[] Shape, int Offset, ParameterKind Kind, float Deviation)
{
    public int Count => Shapes.Count(Shape);
}
