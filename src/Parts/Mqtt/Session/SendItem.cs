namespace Streaming.Parts.Mqtt.Session;

/// <summary>An encoded packet in the queue of the sender. <paramref name="Written"/> becomes true when it has gone
/// to the network, false when it never will.</summary>
internal readonly record struct SendItem(byte[] Packet, TaskCompletionSource<bool>? Written = null);
