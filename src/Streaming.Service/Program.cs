using Streaming.Service.Access;
using Streaming.Service.Exporting;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.Service.Serving;

namespace Streaming.Service;

/// <summary>The line, in the order in which samples flow.</summary>
internal static class Program
{
    private const string Usage = """
        The service: samples in over MQTT, stages out over gRPC. Runs until Ctrl-C. Research software, not a medical device.

        Everything is in appsettings.json of the working folder, or else beside the program, each value with its reason. Arguments override it:
          --Ingest:Host broker --Ingest:Port 1883 --Recording:Folder var/store --Serving:GrpcPort 5101 --Scoring:Provider Cpu
        and so does the environment: Recording__Folder=var/store. See docs/configuration.md.

        token issue|list|revoke and audit manage who may call, also while the service runs: token --help. See docs/security.md.
        backup FOLDER copies the store while the service runs. See docs/store.md.
        forget STUDY --by NAME deletes one night from the store while the service is stopped. See docs/store.md.
        """;

    // What ASP.NET Core itself reads without a section.
    private static readonly string[] s_hostSettings = ["environment", "contentRoot", "applicationName", "urls", "AllowedHosts"];

    /// <returns>0 after a stop that was asked for; 1 where the service cannot start, with the reason on standard error.</returns>
    public static async Task<int> Main(string[] args)
    {
        if (StoreCommand.IsMeant(args)) return await new StoreCommand(TimeProvider.System, StoreFolder()).InvokeAsync(args);
        if (args.Any(argument => argument is "--help" or "-h"))
        {
            Console.WriteLine(Usage);
            return 0;
        }
        if (UnknownWord(args) is { } word)
        {
            await Console.Error.WriteLineAsync($"'{word}' is neither a command nor a setting; there are token, audit, backup and forget, and settings as in --Ingest:Port 1883. See --help.");
            return 1;
        }
        var hasStarted = false;
        try
        {
            await using var app = Build(args);
            await app.StartAsync();
            hasStarted = true;
            await app.WaitForShutdownAsync();
            return 0;
        }
        catch (OperationCanceledException) when (!hasStarted)
        {
            await Console.Error.WriteLineAsync("The service was stopped before it had started.");
            return 0;
        }
        catch (Exception refusal) when (!hasStarted && StartRefusal.Of(refusal) is not null)
        {
            await Console.Error.WriteLineAsync($"The service does not start: {StartRefusal.Of(refusal)}");
            return 1;
        }
    }

    /// <summary>The first word, where it is neither a setting (<c>--Ingest:Port</c>, <c>/Ingest:Port</c>, <c>Ingest:Port=1883</c>) nor a command, else what begins like
    /// a setting and names no section: a slip must not start a service.</summary>
    internal static string? UnknownWord(string[] args)
    {
        if (args is [{ Length: > 0 } first, ..] && first[0] is not ('-' or '/') && !first.Contains('=', StringComparison.Ordinal) && !StoreCommand.IsMeant(args)) return first;
        // A value may begin with a dash too, and stands behind its setting.
        return args.Where((word, place) => IsUnknownSetting(word) && (place == 0 || !IsSettingBefore(args[place - 1]))).FirstOrDefault();
    }

    private static bool IsUnknownSetting(string word) =>
        word.StartsWith('-') && !word.Contains(':', StringComparison.Ordinal) && !s_hostSettings.Contains(word.TrimStart('-').Split('=')[0], StringComparer.OrdinalIgnoreCase);

    private static bool IsSettingBefore(string word) => word is ['-' or '/', ..] && !word.Contains('=', StringComparison.Ordinal);

    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot() });
        builder.AddIngest();
        builder.AddFlow();
        builder.AddScoring();
        builder.AddRecording();
        builder.AddAccess();
        builder.AddServing();
        builder.AddExporting();
        builder.AddObserving();
        builder.StartBackToFront();
        change?.Invoke(builder);
        builder.CheckSettings();
        var app = builder.Build();
        app.MapServing();
        app.MapObserving();
        return app;
    }

    /// <summary>Where the service would have its store without further arguments.</summary>
    private static string StoreFolder()
    {
        var configuration = new ConfigurationBuilder().SetBasePath(ContentRoot()).AddJsonFile("appsettings.json").AddEnvironmentVariables().Build();
        return Path.Combine(ContentRoot(), configuration["Recording:Folder"] ?? new RecordingOptions().Folder);
    }

    /// <summary>Relative paths start where appsettings.json is: the working folder, or else beside the program.</summary>
    private static string ContentRoot() =>
        File.Exists("appsettings.json") ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;
}
