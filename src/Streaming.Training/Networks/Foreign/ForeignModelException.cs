namespace Streaming.Training.Networks.Foreign;

/// <summary>An ONNX file cannot be fine-tuned; the message names the file and what is in the way.</summary>
internal sealed class ForeignModelException(string path, string reason, Exception? cause = null) : Exception($"{path}: {reason}", cause);
