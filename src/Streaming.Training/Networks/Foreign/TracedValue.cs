namespace Streaming.Training.Networks.Foreign;

/// <summary>What one value of a model was in a trial run.</summary>
/// <param name="ElementType">ONNX code.</param>
/// <param name="Content">Of values that do not depend on the image, which are constants from then on; else null.</param>
internal sealed record TracedValue(int ElementType, int[] Shape, byte[]? Content);
