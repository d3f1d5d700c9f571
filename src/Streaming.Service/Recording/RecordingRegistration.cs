using Microsoft.Extensions.Options;
using Streaming.Service.Exporting;
using Streaming.Service.Ingest;

namespace Streaming.Service.Recording;

internal static class RecordingRegistration
{
    /// <summary>The store: lock, journal, night log.</summary>
    public static void AddRecording(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<RecordingOptions>(RecordingOptions.Section);
        builder.Services.AddSingleton(services => StoreLock.Take(Folder(services)));
        builder.Services.AddSingleton(OpenJournal);
        builder.Services.AddSingleton(OpenLog);
        builder.Services.AddSingleton<PatientReads>();
        builder.Services.AddSingleton<StoreHealth>();
        builder.Services.AddSingleton(services => DiskSpace.Of(Folder(services)));
        builder.Services.AddSingleton(services => new NightRecorder(
            services.GetRequiredService<Journal>(), services.GetRequiredService<PayloadReader>(), services.GetRequiredService<NightLog>(),
            services.GetRequiredService<LabClock>(), Path.Combine(Folder(services), "recordings"), services.GetRequiredService<TimeProvider>(),
            services.GetRequiredService<ILogger<NightRecorder>>()));
    }

    private static Journal OpenJournal(IServiceProvider services)
    {
        services.GetRequiredService<NightLog>();
        return Journal.Open(
            Path.Combine(Folder(services), "journal"), Options(services).Journal, services.GetRequiredService<ILogger<Journal>>(), JournalReach.Of(Folder(services)));
    }

    private static NightLog OpenLog(IServiceProvider services)
    {
        services.GetRequiredService<StoreLock>();
        try
        {
            var log = NightLog.Open(Folder(services), Options(services).GroupLimit, services.GetRequiredService<ILogger<NightLog>>());
            services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.Register(log.StopWaiting);
            return log;
        }
        catch (InvalidOperationException foreign) // of another format
        {
            throw new StoreDamagedException($"{foreign.Message} Start the version that wrote '{Folder(services)}', or set Recording:Folder to a new one.", foreign);
        }
    }

    private static RecordingOptions Options(IServiceProvider services) => services.GetRequiredService<IOptions<RecordingOptions>>().Value;

    /// <summary>The store's folder.</summary>
    public static string Folder(IServiceProvider services) =>
        Path.Combine(services.GetRequiredService<IHostEnvironment>().ContentRootPath, Options(services).Folder);
}
