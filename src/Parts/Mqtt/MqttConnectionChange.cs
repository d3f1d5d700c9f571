namespace Streaming.Parts.Mqtt;

/// <summary>A change of connection state.</summary>
/// <param name="State">Connected or Disconnected.</param>
/// <param name="SessionPresent">Connected: the broker still held the session of this client id.</param>
/// <param name="Disconnect">Disconnected: why; also given for an attempt that never got as far as Connected.</param>
public sealed record MqttConnectionChange(MqttConnectionState State, bool SessionPresent, MqttDisconnect? Disconnect);
