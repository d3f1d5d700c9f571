namespace Streaming.Service.Access;

/// <summary>Which role a path needs. Health and the page itself need none: they hold nothing of any night.</summary>
internal static class MethodRoles
{
    private const string Service = "/streaming.v1.SleepMonitor/";

    private static readonly Dictionary<string, Role> Roles = new(StringComparer.Ordinal)
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
        if (path.StartsWith(Service, StringComparison.Ordinal)) return Roles.GetValueOrDefault(path[Service.Length..], Role.Admin);
        if (path.StartsWith("/grpc.reflection.", StringComparison.Ordinal)) return Role.Viewer;
        // A report shows what an export does.
        if (path.StartsWith(Serving.ReportPage.Prefix, StringComparison.OrdinalIgnoreCase)) return Role.Technologist;
        return path == "/metrics" ? Role.Viewer : null;
    }

    /// <summary>Whether a call of it may stay open.</summary>
    public static bool IsStream(string path) =>
        path.EndsWith("/Watch", StringComparison.Ordinal) || path.EndsWith("/ServerReflectionInfo", StringComparison.Ordinal);

    /// <summary>Whether a call of it writes, exports or signs: such calls are audited also when they succeed.</summary>
    public static bool IsAudited(string path) => Of(path) >= Role.Technologist;
}
