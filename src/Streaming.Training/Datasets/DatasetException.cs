namespace Streaming.Training.Datasets;

/// <summary>A data set, a cache or one of their files cannot be used; the message names the file and says why.</summary>
internal sealed class DatasetException(string message, Exception? inner = null) : Exception(message, inner);
