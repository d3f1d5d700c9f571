using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.Service.Serving;

namespace Streaming.Service;

/// <summary>The line, in the order in which samples flow.</summary>
internal static class Program
{
    public static async Task Main(string[] args) => await Build(args).RunAsync();

    internal static WebApplication Build(string[] args, Action<WebApplicationBuilder>? change = null)
    {
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { Args = args, ContentRootPath = ContentRoot() });
        builder.AddIngest();
        builder.AddFlow();
        builder.AddScoring();
        builder.AddRecording();
        builder.AddServing();
        builder.AddObserving();
        builder.StartBackToFront();
        change?.Invoke(builder);
        var app = builder.Build();
        app.MapServing();
        app.MapObserving();
        return app;
    }

    /// <summary>Relative paths start where appsettings.json is: the working folder, or else beside the program.</summary>
    private static string ContentRoot() =>
        File.Exists("appsettings.json") ? Directory.GetCurrentDirectory() : AppContext.BaseDirectory;
}
