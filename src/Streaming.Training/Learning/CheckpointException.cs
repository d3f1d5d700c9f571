namespace Streaming.Training.Learning;

/// <summary>A checkpoint cannot be written or read; the message names the file and says what is left.</summary>
internal sealed class CheckpointException(string message, Exception? cause = null) : Exception(message, cause);
