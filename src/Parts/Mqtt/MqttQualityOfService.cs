namespace Streaming.Parts.Mqtt;

/// <summary>How sure a delivery is. QoS 2 is not offered: every payload here carries its own key, so at-least-once is enough.</summary>
public enum MqttQualityOfService : byte
{
    AtMostOnce = 0,
    AtLeastOnce = 1,
}
