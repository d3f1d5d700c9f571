namespace Streaming.Parts.Mqtt.Codec;

/// <summary>The variable byte integer of MQTT 5 (section 1.5.5): seven bits a byte, least significant first, at most four bytes.</summary>
internal static class VariableInteger
{
    public const uint Maximum = 268_435_455;

    public static int Length(uint value) => value < 1u << 7 ? 1 : value < 1u << 14 ? 2 : value < 1u << 21 ? 3 : 4;

    public static VariableIntegerStatus TryRead(ReadOnlySpan<byte> bytes, out uint value, out int length)
    {
        value = 0;
        for (length = 0; length < 4; )
        {
            if (length == bytes.Length)
                return VariableIntegerStatus.Incomplete;
            var part = bytes[length];
            value |= (uint)(part & 0x7F) << (7 * length++);
            if ((part & 0x80) == 0)
                return length == Length(value) ? VariableIntegerStatus.Read : VariableIntegerStatus.Malformed; // the shortest form is compulsory
        }

        return VariableIntegerStatus.Malformed;
    }

    /// <summary>Writes into at least <see cref="Length"/> bytes and returns how many.</summary>
    public static int Write(uint value, Span<byte> destination)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(value, Maximum);
        var length = Length(value);
        for (var i = 0; i < length; i++)
        {
            destination[i] = (byte)((value & 0x7F) | (i + 1 < length ? 0x80u : 0));
            value >>= 7;
        }

        return length;
    }
}
