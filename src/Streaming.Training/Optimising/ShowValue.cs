namespace Streaming.Training.Optimising;

/// <summary>Looks at a value of a graph.</summary>
internal delegate void ShowValue(string name, ReadOnlySpan<float> content, long[] shape);
