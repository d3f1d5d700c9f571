using Microsoft.Extensions.Logging;

namespace Grpc.AspNetCore.Server;

internal static partial class Log
{
    [LoggerMessage(5001, LogLevel.Error, "The handler of {Method} threw.")]
    public static partial void HandlerThrew(ILogger logger, string method, Exception exception);

    [LoggerMessage(5002, LogLevel.Debug, "{Method} ended with {StatusCode}.")]
    public static partial void CallEnded(ILogger logger, string method, Core.StatusCode statusCode);

    [LoggerMessage(5004, LogLevel.Debug, "{Method}: the client went away.")]
    public static partial void ClientWent(ILogger logger, string method);

    [LoggerMessage(5003, LogLevel.Error, "{Method} was reset: its response ended while a write was still in progress.")]
    public static partial void ResetDuringWrite(ILogger logger, string method);
}
