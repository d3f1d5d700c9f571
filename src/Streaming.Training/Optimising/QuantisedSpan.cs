namespace Streaming.Training.Optimising;

/// <summary>The real numbers that the bytes 0..255 stand for: scale · (byte − zero).</summary>
internal readonly record struct QuantisedSpan(float Scale, byte Zero)
{
    public float Low => -Scale * Zero;

    public float High => Scale * (255 - Zero);

    /// <summary>Bytes that stand for themselves, as pixels do.</summary>
    public static QuantisedSpan Bytes { get; } = new(1, 0);

    /// <summary>Covers low to high; 0 is one of its steps.</summary>
    public static QuantisedSpan Over(float low, float high)
    {
        (low, high) = (Math.Min(low, 0), Math.Max(high, 0));
        float scale = high > low ? (high - low) / 255 : 1;
        return new(scale, (byte)Math.Clamp(MathF.Round(-low / scale), 0, 255));
    }
}
