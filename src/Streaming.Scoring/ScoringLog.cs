using Microsoft.Extensions.Logging;

namespace Streaming.Scoring;

internal static partial class ScoringLog
{
    [LoggerMessage(EventId = 4001, Level = LogLevel.Information,
        Message = "Model {Name} {Version} ({Sha256}), {Variant}, is warm on {Provider}, engine {Runtime}, {Session}, {Machine}")]
    public static partial void Warm(this ILogger logger, string name, string version, string sha256, string variant, string provider, string runtime,
        string session, string machine);

    [LoggerMessage(EventId = 4003, Level = LogLevel.Warning, Message = "Staging with the reference graph (fp32), not with {Variant}: {Reason}")]
    public static partial void RefusesVariant(this ILogger logger, string variant, string reason);

    [LoggerMessage(EventId = 4004, Level = LogLevel.Information, Message = "Staging with the reference graph (fp32): {Reason}")]
    public static partial void KeepsReference(this ILogger logger, string reason);

    [LoggerMessage(EventId = 4005, Level = LogLevel.Information,
        Message = "Staging with the {Variant} graph: it keeps {Agreement:p2} of stages or more and takes {TimeRatio:f2} of the time of fp32")]
    public static partial void TakesVariant(this ILogger logger, string variant, double agreement, double? timeRatio);

    /// <param name="logger">Where to.</param>
    /// <param name="level">A warning only where somebody built for a GPU.</param>
    /// <param name="reason">Names what is missing.</param>
    [LoggerMessage(EventId = 4002, Message = "Staging on the CPU: CUDA is not usable: {Reason}")]
    public static partial void FallsBackToCpu(this ILogger logger, LogLevel level, string reason);
}
