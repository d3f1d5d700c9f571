namespace Streaming.Parts.Mqtt.Session;

/// <summary>An encoded packet in the queue of the sender.</summary>
/// <param name="Packet">From its first byte.</param>
/// <param name="Payload">What follows it on the wire: a QoS 1 publisher's own bytes, which it leaves alone until the PUBACK.</param>
/// <param name="Written">Becomes true when it has gone to the network, false when it never will.</param>
internal readonly record struct SendItem(byte[] Packet, ReadOnlyMemory<byte> Payload = default, TaskCompletionSource<bool>? Written = null);
