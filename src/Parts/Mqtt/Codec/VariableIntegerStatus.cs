namespace Streaming.Parts.Mqtt.Codec;

internal enum VariableIntegerStatus
{
    Read,
    Incomplete,
    Malformed,
}
