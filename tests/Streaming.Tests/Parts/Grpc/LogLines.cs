using Microsoft.Extensions.Logging;

namespace Streaming.Tests.Parts.Grpc;

/// <summary>Keeps what is logged.</summary>
internal sealed class LogLines : ILoggerFactory, ILogger
{
    public List<(LogLevel Level, string Text, Exception? Failure)> Seen { get; } = [];

    public ILogger CreateLogger(string categoryName) => this;

    public void AddProvider(ILoggerProvider provider)
    {
    }

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
        Seen.Add((logLevel, formatter(state, exception), exception));

    public void Dispose()
    {
    }
}
