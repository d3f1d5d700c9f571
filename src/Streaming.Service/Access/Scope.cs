using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Access;

/// <summary>The beds a token reaches.</summary>
/// <param name="Site">Empty: every site.</param>
/// <param name="Bed">Empty: every bed of the site.</param>
internal sealed record Scope(string Site, string Bed)
{
    public static Scope Everything { get; } = new("", "");

    public bool Covers(BedKey bed) => Site.Length == 0 || (Site == bed.Site && (Bed.Length == 0 || Bed == bed.Bed));

    /// <summary>Whether everything that is asked for is covered; a reference without a bed asks for the whole site.</summary>
    public bool Covers(BedRef asked) => Site.Length == 0 || (Site == asked.Site && (Bed.Length == 0 || Bed == asked.Bed));

    public override string ToString() => Site.Length == 0 ? "all sites" : Bed.Length == 0 ? $"site {Site}" : $"bed {Site}/{Bed}";
}
