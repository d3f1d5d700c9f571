using System.Buffers;

namespace Streaming.Service.Ingest;

/// <summary>A place: one bed of one site. Both names are 1-64 characters of A-Z a-z 0-9 - _ .</summary>
internal readonly record struct BedKey(string Site, string Bed)
{
    private const int MaximumLength = 64;

    private static readonly SearchValues<char> Allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.");

    public static bool IsName(ReadOnlySpan<char> name) => name.Length is >= 1 and <= MaximumLength && !name.ContainsAnyExcept(Allowed);

    public override string ToString() => $"{Site}/{Bed}";
}
