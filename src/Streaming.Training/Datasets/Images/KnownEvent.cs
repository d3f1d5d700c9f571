namespace Streaming.Training.Datasets.Images;

/// <summary>An event that the simulator put into an epoch.</summary>
/// <param name="Kind">Name of the kind, e.g. <c>Spindle</c>.</param>
/// <param name="Second">Start within the epoch, 0 to 30; an event that began before has 0.</param>
/// <param name="Seconds">Length within the epoch.</param>
internal readonly record struct KnownEvent(string Kind, double Second, double Seconds);
