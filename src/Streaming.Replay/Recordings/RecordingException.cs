namespace Streaming.Replay.Recordings;

/// <summary>A recording cannot be played; the message is for the person at the terminal.</summary>
internal sealed class RecordingException(string message) : Exception(message);
