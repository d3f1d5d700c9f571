namespace Streaming.Service.Access;

/// <summary>Which role a route needs. Health and the page itself need none and say so where they are mapped: they hold nothing of any night.</summary>
/// <remarks>By the route that was found, never by the path as it was typed: routing takes /METRICS and /metrics/ for /metrics.</remarks>
internal static class MethodRoles
{
    private const string Service = "/streaming.v1.SleepMonitor/";

    private static readonly Dictionary<string, Role> Roles = new(StringComparer.Ordinal)
    {
        ["Watch"] = Role.Viewer,
        ["ListBeds"] = Role.Viewer,
        ["GetNight"] = Role.Viewer,
        ["ListNights"] = Role.Viewer,
        ["GetWaveform"] = Role.Viewer,
        ["GetEpochImage"] = Role.Viewer,
        ["Explain"] = Role.Viewer,
        ["ReviewQueue"] = Role.Viewer,
        ["GetCalibration"] = Role.Viewer,
        ["WhoAmI"] = Role.Viewer,
        ["Override"] = Role.Technologist,
        ["MarkLights"] = Role.Technologist,
        ["AddNote"] = Role.Technologist,
        ["AcknowledgeAdvisory"] = Role.Technologist,
        ["ExportNight"] = Role.Technologist,
        ["ImportOverrides"] = Role.Technologist,
        ["SignNight"] = Role.Technologist,
        ["AddMark"] = Role.Technologist,
    };

    /// <summary>What is not named here needs the highest role, so that something new is never open by oversight.</summary>
    /// <param name="route">As it was mapped.</param>
    public static Role Of(string route)
    {
        if (route.StartsWith(Service, StringComparison.Ordinal)) return Roles.GetValueOrDefault(route[Service.Length..], Role.Admin);
        if (route.StartsWith("/grpc.reflection.", StringComparison.Ordinal)) return Role.Viewer;
        // A report shows what an export does.
        if (route.StartsWith(Serving.ReportPage.Prefix, StringComparison.Ordinal)) return Role.Technologist;
        // The second answers UNIMPLEMENTED to calls of methods that are not there.
        return route is "/metrics" or "{grpcService}/{grpcMethod}" ? Role.Viewer : Role.Admin;
    }

    /// <summary>Whether it is called by gRPC: the caller then sends a message, as slowly as it likes.</summary>
    public static bool IsCall(string route) => route.StartsWith("/grpc.", StringComparison.Ordinal) || route.StartsWith(Service, StringComparison.Ordinal);

    /// <summary>Whether a call of it may stay open.</summary>
    public static bool IsStream(string route) =>
        route.EndsWith("/Watch", StringComparison.Ordinal) || route.EndsWith("/ServerReflectionInfo", StringComparison.Ordinal);

    /// <summary>Whether a call of it writes, exports or signs: such calls are audited also when they succeed.</summary>
    public static bool IsAudited(string route) => Of(route) >= Role.Technologist;
}
