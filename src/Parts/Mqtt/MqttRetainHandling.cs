namespace Streaming.Parts.Mqtt;

/// <summary>Whether retained messages are sent when a subscription is made.</summary>
public enum MqttRetainHandling : byte
{
    SendAtSubscribe = 0,
    SendAtNewSubscribe = 1,
    DoNotSend = 2,
}
