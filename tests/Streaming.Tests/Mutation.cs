namespace Streaming.Tests;

/// <summary>Valid bytes, changed in a few places the way that breaks readers.</summary>
internal static class Mutation
{
    private static readonly byte[] s_edges = [0, 1, 0x7F, 0x80, 0xFF, 0xFE, 0xC0, 0xED];

    public static byte[] Of(byte[] valid, Random random)
    {
        var bytes = (byte[])valid.Clone();
        for (var times = random.Next(1, 4); times > 0 && bytes.Length > 0; times--)
        {
            var at = random.Next(bytes.Length);
            bytes = random.Next(8) switch
            {
                0 => bytes[..at],
                1 => [.. bytes[..at], .. bytes[random.Next(at, bytes.Length)..]], // a piece gone
                2 => [.. bytes[..at], .. bytes[at..Math.Min(bytes.Length, at + 8)], .. bytes[at..]], // a piece twice
                3 => [.. bytes, .. bytes[at..]],
                4 => With(bytes, at, s_edges[random.Next(s_edges.Length)]),
                5 => With(bytes, at, (byte)(bytes[at] ^ 1 << random.Next(8))),
                6 => With(bytes, Math.Min(at, 8), (byte)(bytes[Math.Min(at, bytes.Length - 1)] + random.Next(-2, 3))), // lengths stand in front
                _ => With(bytes, at, (byte)random.Next(256)),
            };
        }
        return bytes;
    }

    private static byte[] With(byte[] bytes, int at, byte value)
    {
        bytes[Math.Min(at, bytes.Length - 1)] = value;
        return bytes;
    }
}
