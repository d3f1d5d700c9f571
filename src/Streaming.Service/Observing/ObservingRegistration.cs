using Streaming.Service.Flow;
using Streaming.Service.Recording;
using Streaming.Service.Serving;

namespace Streaming.Service.Observing;

internal static class ObservingRegistration
{
    /// <summary>What the service says about itself.</summary>
    public static void AddObserving(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<ObservingOptions>(ObservingOptions.Section);
        builder.Services.AddSingleton<LineMeter>();
        builder.Services.AddSingleton<PrometheusText>();
    }

    public static void MapObserving(this WebApplication app)
    {
        var (meter, text) = (app.Services.GetRequiredService<LineMeter>(), app.Services.GetRequiredService<PrometheusText>());
        var (log, health) = (app.Services.GetRequiredService<NightLog>(), app.Services.GetRequiredService<StoreHealth>());
        var ready = app.Services.GetRequiredService<Readiness>();
        meter.Watch("streaming_commit_sequence", "Of the last committed delta", () => log.LatestSequence);
        meter.Watch("streaming_store_writable", "1 while the store takes what arrives", () => health.IsWritable ? 1 : 0);
        meter.Watch("streaming_ready", "1 while broker, store and model are there", () => ready.Missing is null ? 1 : 0);
        var (keeper, recorder) = (app.Services.GetRequiredService<StoreKeeper>(), app.Services.GetRequiredService<NightRecorder>());
        meter.Watch("streaming_disk_free_bytes", "On the store's disk", () => keeper.FreeBytes);
        meter.Watch("streaming_disk_hours_to_full", "At the pace of the last hour; at most a year", () => Math.Min(8760, keeper.HoursToFull ?? 8760));
        meter.Watch("streaming_recordings_pending", "Studies that are over and not recorded yet", () => recorder.Pending);
        BedMeter.Register(meter, app.Services.GetRequiredService<BedBoard>());
        app.MapGet("/metrics", () => Results.Text(text.Write(), "text/plain; version=0.0.4; charset=utf-8"));
        app.MapGet("/healthz", () => ready.Missing is { } missing
            ? Results.Text("not ready: " + missing + "\n", statusCode: StatusCodes.Status503ServiceUnavailable)
            : Results.Text("ready\n"));
    }
}
