namespace Streaming.Training.Datasets.Cache;

/// <summary>The cache cannot take another night: every further one would fail too.</summary>
internal sealed class CacheWriteException(string message, Exception inner) : Exception(message, inner);
