namespace Streaming.Core.Rendering;

/// <summary>CRC-32 as PNG uses it (ISO 3309, polynomial 0xEDB88320 reflected).</summary>
internal static class PngChecksum
{
    private static readonly uint[] s_table = [.. Enumerable.Range(0, 256).Select(value => Shifted((uint)value))];

    /// <summary>Of a chunk's type and data together.</summary>
    public static uint Of(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data) => ~Continue(Continue(uint.MaxValue, type), data);

    private static uint Continue(uint sum, ReadOnlySpan<byte> data)
    {
        foreach (var value in data) sum = s_table[(byte)(sum ^ value)] ^ (sum >> 8);
        return sum;
    }

    private static uint Shifted(uint value)
    {
        for (var bit = 0; bit < 8; bit++) value = (value & 1) == 0 ? value >> 1 : 0xEDB88320 ^ (value >> 1);
        return value;
    }
}
