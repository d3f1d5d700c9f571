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
    /// <returns>0 after a stop that was asked for; 1 where the service cannot start, with the reason on standard error.</returns>
    public static async Task<int> Main(string[] args)
    {
        if (StoreCommand.IsMeant(args)) return await new StoreCommand(TimeProvider.System, StoreFolder()).InvokeAsync(args);
        if (CommandWords.Answer(args) is { } answer)
        {
            Console.WriteLine(answer);
            return 0;
        }
        if (CommandWords.Unknown(args) is { } word)
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
