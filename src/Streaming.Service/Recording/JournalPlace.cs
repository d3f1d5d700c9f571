namespace Streaming.Service.Recording;

/// <summary>Bytes of the journal that are to be blanked.</summary>
/// <param name="Offset">Of the first, counted over all segments.</param>
/// <param name="Length">How many.</param>
/// <param name="IsRecord">They were one whole record; false: damage, which no reader makes anything of.</param>
internal readonly record struct JournalPlace(long Offset, int Length, bool IsRecord)
{
    private const int Bytes = 16;

    /// <summary>For the night log: offset, and the length, negative for damage.</summary>
    public static byte[] Pack(IReadOnlyList<JournalPlace> places)
    {
        var packed = new byte[places.Count * Bytes];
        for (var n = 0; n < places.Count; n++)
        {
            var (offset, length, isRecord) = places[n];
            BitConverter.TryWriteBytes(packed.AsSpan(n * Bytes), offset);
            BitConverter.TryWriteBytes(packed.AsSpan((n * Bytes) + 8), isRecord ? (long)length : -length);
        }
        return packed;
    }

    public static IReadOnlyList<JournalPlace> Unpack(byte[] packed)
    {
        var places = new JournalPlace[packed.Length / Bytes];
        for (var n = 0; n < places.Length; n++)
        {
            var length = BitConverter.ToInt64(packed, (n * Bytes) + 8);
            places[n] = new JournalPlace(BitConverter.ToInt64(packed, n * Bytes), (int)Math.Abs(length), length > 0);
        }
        return places;
    }
}
