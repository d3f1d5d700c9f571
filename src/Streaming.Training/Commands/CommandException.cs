namespace Streaming.Training.Commands;

/// <summary>A verb cannot do what was asked; the message is for the person who asked.</summary>
internal sealed class CommandException(string message, Exception? inner = null) : Exception(message, inner);
