using Streaming.Service.Access;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Which beds a caller wants, of those it may see: a site, or beds of sites; none said means all.</summary>
internal sealed class BedFilter(IReadOnlyCollection<BedRef> wanted, Scope scope)
{
    public bool Wants(BedKey bed) =>
        scope.Covers(bed) && (wanted.Count == 0 || wanted.Any(want => want.Site == bed.Site && (want.Bed.Length == 0 || want.Bed == bed.Bed)));
}
