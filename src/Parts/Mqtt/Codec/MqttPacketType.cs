namespace Streaming.Parts.Mqtt.Codec;

/// <summary>Control packet types of MQTT 5 (section 2.1.2) that QoS 0 and 1 need.
/// <see cref="Will"/> is no packet: it is the will's own property list.</summary>
internal enum MqttPacketType : byte
{
    Will = 0,
    Connect = 1,
    Connack = 2,
    Publish = 3,
    Puback = 4,
    Subscribe = 8,
    Suback = 9,
    Unsubscribe = 10,
    Unsuback = 11,
    Pingreq = 12,
    Pingresp = 13,
    Disconnect = 14,
}
