using Streaming.Service.Access;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>The nights that a caller may see, in as few words as one chooses by: a bed by place means its latest study, and those before it have no other door.
/// Either all, the one that began last first, or those that ended or were edited since somebody asked, the oldest change first.</summary>
internal static class NightList
{
    private const int MostNights = 1000;
    private const int UsualNights = 100;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: filter, limit, before. PERMISSION_DENIED: a bed outside the caller's scope. NOT_FOUND: the
    /// study that the nights are to lie before.</exception>
    public static ListNightsResponse Read(ListNightsRequest request, NightLogReader log, string storeId, Caller caller)
    {
        if (request.Limit is < 0 or > MostNights) throw RequestCheck.Invalid("limit", $"{request.Limit} is not in 0..{MostNights}");
        var (site, bed) = (caller.Scope.Site, caller.Scope.Bed);
        if (request.Filter is { } filter)
        {
            RequestCheck.Filter(filter, "filter");
            caller.Demand(filter);
            (site, bed) = (filter.Site, filter.Bed);
        }
        var limit = request.Limit == 0 ? UsualNights : request.Limit;
        if (request.Since is { } since)
        {
            if (request.Before.Length > 0) throw RequestCheck.Invalid("before", "not together with since, whose answer goes on by its token");
            return Changed(since, site, bed, limit, log, storeId);
        }
        if (request.Before.Length > 0)
        {
            if (!StudyReader.TryReadId(request.Before, out _)) throw RequestCheck.Invalid("before", $"{RequestCheck.Shown(request.Before)} is not a lower-case UUID with hyphens");
            var last = log.FindStudy(request.Before) ?? throw RequestCheck.NotFound($"before: no study {request.Before}");
            caller.Demand(last.Bed);
        }
        var nights = log.Nights(site, bed, request.Before, limit + 1);
        return new ListNightsResponse { Nights = { nights.Take(limit) }, More = nights.Count > limit };
    }

    private static ListNightsResponse Changed(ResumeToken since, string site, string bed, int limit, NightLogReader log, string storeId)
    {
        var isReset = since.StoreId.Length > 0 && (since.StoreId != storeId || since.CommitSequence > (ulong)log.LatestSequence);
        var after = isReset || since.StoreId.Length == 0 ? 0 : (long)since.CommitSequence;
        var nights = log.ChangedNights(site, bed, after, limit + 1);
        var hasMore = nights.Count > limit;
        var reached = hasMore ? nights[limit - 1].ChangedSequence : (ulong)log.LatestSequence;
        return new ListNightsResponse
        {
            Nights = { nights.Take(limit) }, More = hasMore, Reset = isReset, Token = new ResumeToken { StoreId = storeId, CommitSequence = reached },
        };
    }
}
