using System.Reflection;
using Streaming.Service.Access;

namespace Streaming.Service;

/// <summary>What stands on the service's command line beside settings.</summary>
internal static class CommandWords
{
    private const string Usage = """
        The service: samples in over MQTT, stages out over gRPC. Runs until Ctrl-C. Research software, not a medical device.

        Everything is in appsettings.json of the working folder, or else beside the program, each value with its reason. Arguments override it:
          --Ingest:Host broker --Ingest:Port 1883 --Recording:Folder var/store --Serving:GrpcPort 5101 --Scoring:Provider Cpu
        and so does the environment: Recording__Folder=var/store. See docs/configuration.md.

        token issue|list|revoke and audit manage who may call, also while the service runs: token --help. See docs/security.md.
        backup FOLDER copies the store while the service runs. See docs/store.md.
        forget STUDY --by NAME deletes one night from the store while the service is stopped. See docs/store.md.
        --version says which version this is.
        """;

    // What ASP.NET Core itself reads without a section.
    private static readonly string[] s_hostSettings = ["environment", "contentRoot", "applicationName", "urls", "AllowedHosts"];

    /// <summary>What is printed instead of a start; null: nothing was asked for.</summary>
    public static string? Answer(string[] args) =>
        args.Any(word => word is "--help" or "-h") ? Usage
        : args is ["--version"] ? typeof(CommandWords).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion
        : null;

    /// <summary>The first word, where it is neither a setting (<c>--Ingest:Port</c>, <c>/Ingest:Port</c>, <c>Ingest:Port=1883</c>) nor a command, else what begins like
    /// a setting and names no section: a slip must not start a service.</summary>
    public static string? Unknown(string[] args)
    {
        if (args is [{ Length: > 0 } first, ..] && first[0] is not ('-' or '/') && !first.Contains('=', StringComparison.Ordinal) && !StoreCommand.IsMeant(args)) return first;
        // A value may begin with a dash too, and stands behind its setting.
        return args.Where((word, place) => IsUnknownSetting(word) && (place == 0 || !IsSettingBefore(args[place - 1]))).FirstOrDefault();
    }

    private static bool IsUnknownSetting(string word) =>
        word.StartsWith('-') && !word.Contains(':', StringComparison.Ordinal) && !s_hostSettings.Contains(word.TrimStart('-').Split('=')[0], StringComparer.OrdinalIgnoreCase);

    private static bool IsSettingBefore(string word) => word is ['-' or '/', ..] && !word.Contains('=', StringComparison.Ordinal);
}
