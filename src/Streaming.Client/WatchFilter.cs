using Streaming.V1;

namespace Streaming.Client;

/// <summary>What to watch: beds (none for all), and whether rolling PROVISIONAL results are wanted.</summary>
public sealed record WatchFilter(IReadOnlyList<BedRef> Beds, bool IncludeProvisional = false)
{
    public static readonly WatchFilter Everything = new([]);
}
