namespace Streaming.Service.Serving;

/// <summary>A watcher has taken nothing for <see cref="ServingOptions.StuckSeconds"/>.</summary>
internal sealed class StuckWatcherException() : Exception("the stream was not read");
