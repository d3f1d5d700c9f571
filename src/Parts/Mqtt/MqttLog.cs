using Microsoft.Extensions.Logging;

namespace Streaming.Parts.Mqtt;

internal static partial class MqttLog
{
    [LoggerMessage(EventId = 7101, Level = LogLevel.Information, Message = "Connected to {Host}:{Port} ({Role}); session present: {SessionPresent}")]
    public static partial void Connected(ILogger logger, string host, int port, string role, bool sessionPresent);

    [LoggerMessage(EventId = 7102, Level = LogLevel.Information, Message = "Disconnected from {Host}:{Port} ({Role}) on request")]
    public static partial void Closed(ILogger logger, string host, int port, string role);

    [LoggerMessage(EventId = 7103, Level = LogLevel.Warning, Message = "Connection to {Host}:{Port} ({Role}) ended: {Cause}. {Reason}")]
    public static partial void Lost(ILogger logger, string host, int port, string role, MqttDisconnectCause cause, string reason);

    [LoggerMessage(EventId = 7104, Level = LogLevel.Error, Message = "A handler of the connection state failed")]
    public static partial void HandlerFailed(ILogger logger, Exception exception);
}
