using Streaming.Service.Access;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>The nights that a caller may see, in as few words as one chooses by: a bed by place means its latest study, and those before it have no other door.</summary>
internal static class NightList
{
    private const int MostNights = 1000;
    private const int UsualNights = 100;

    /// <exception cref="Grpc.Core.RpcException">INVALID_ARGUMENT: filter or limit. PERMISSION_DENIED: a bed outside the caller's scope.</exception>
    public static ListNightsResponse Read(ListNightsRequest request, NightLogReader log, Caller caller)
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
        var nights = log.Nights(site, bed, limit + 1);
        return new ListNightsResponse { Nights = { nights.Take(limit) }, More = nights.Count > limit };
    }
}
