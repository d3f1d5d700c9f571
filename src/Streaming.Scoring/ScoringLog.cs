using Microsoft.Extensions.Logging;

namespace Streaming.Scoring;

internal static partial class ScoringLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information,
        Message = "Model {Name} {Version} ({Sha256}) is warm on {Provider}, engine {Runtime}, {Session}, {Machine}")]
    public static partial void Warm(this ILogger logger, string name, string version, string sha256, string provider, string runtime,
        string session, string machine);

    [LoggerMessage(EventId = 4002, Level = LogLevel.Warning, Message = "Staging on the CPU: CUDA is not usable: {Reason}")]
    public static partial void FallsBackToCpu(this ILogger logger, string reason);
}
