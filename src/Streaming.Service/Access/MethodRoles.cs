using Streaming.Service.Ingest;

namespace Streaming.Service.Access;

/// <summary>Which role a path needs. Health and the page itself need none: they hold nothing of any night.</summary>
/// <remarks>Paths are compared as routes match them: in any letters, and with a slash behind. Whatever is let by here is served.</remarks>
internal static class MethodRoles
{
    private const string Service = "/streaming.v1.SleepMonitor/";

    private static readonly Dictionary<string, Role> Roles = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Watch"] = Role.Viewer,
        ["ListBeds"] = Role.Viewer,
        ["GetNight"] = Role.Viewer,
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

    /// <summary>Null: anybody. A method that is not in the table needs the highest role, so that a new one is never open by oversight.</summary>
    public static Role? Of(string path)
    {
        if (path.StartsWith(Service, StringComparison.OrdinalIgnoreCase)) return Roles.GetValueOrDefault(Last(path), Role.Admin);
        if (path.StartsWith("/grpc.reflection.", StringComparison.OrdinalIgnoreCase)) return Role.Viewer;
        // A report shows what an export does.
        if (path.StartsWith(Serving.ReportPage.Prefix, StringComparison.OrdinalIgnoreCase)) return Role.Technologist;
        return path.TrimEnd('/').Equals("/metrics", StringComparison.OrdinalIgnoreCase) ? Role.Viewer : null;
    }

    /// <summary>Whether a call of it may stay open.</summary>
    public static bool IsStream(string path) => Action(path) is "Watch" or "ServerReflectionInfo";

    /// <summary>Whether a call of it writes, exports or signs: such calls are audited also when they succeed.</summary>
    public static bool IsAudited(string path) => Of(path) >= Role.Technologist;

    /// <summary>What is called, for audit and log: a method as the contract spells it, however the caller did. Anybody may write anything into a path.</summary>
    public static string Action(string path)
    {
        var called = Last(path);
        return Roles.Keys.Append("ServerReflectionInfo").FirstOrDefault(method => method.Equals(called, StringComparison.OrdinalIgnoreCase))
            ?? (BedKey.IsName(called) ? called : "unknown");
    }

    private static string Last(string path)
    {
        var whole = path.TrimEnd('/');
        return whole[(whole.LastIndexOf('/') + 1)..];
    }
}
