namespace Streaming.Parts.Mqtt.Session;

internal enum KeepAliveVerdict
{
    Fine,
    Ping,
    Dead,
}
