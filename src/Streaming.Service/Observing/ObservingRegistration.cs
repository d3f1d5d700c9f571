using System.Text;
using Microsoft.Extensions.Logging.Console;
using Microsoft.Extensions.Options;
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
        builder.Services.AddSingleton<WardNotice>();
        builder.Services.AddSingleton<LineGauges>();
        builder.Services.AddHostedService<OtlpExport>();
        // The slim host has set "simple" by then; who writes down another, for systemd's journal or in JSON, means it.
        builder.Services.PostConfigure<ConsoleLoggerOptions>(console =>
            console.FormatterName = builder.Configuration["Logging:Console:FormatterName"] ?? console.FormatterName);
    }

    public static void MapObserving(this WebApplication app)
    {
        var text = app.Services.GetRequiredService<PrometheusText>();
        var ready = app.Services.GetRequiredService<Readiness>();
        app.Services.GetRequiredService<LineGauges>().Begin();
        var meter = app.Services.GetRequiredService<LineMeter>();
        var (keeper, recorder) = (app.Services.GetRequiredService<StoreKeeper>(), app.Services.GetRequiredService<NightRecorder>());
        meter.Watch("streaming_disk_free_bytes", "On the store's disk", () => keeper.FreeBytes);
        meter.Watch("streaming_disk_hours_to_full", "At the pace of the last hour; at most a year", () => Math.Min(8760, keeper.HoursToFull ?? 8760));
        meter.Watch("streaming_recordings_pending", "Studies that are over and not recorded yet", () => recorder.Pending);
        var certificates = app.Services.GetRequiredService<CertificateWatch>();
        if (certificates.DaysLeft is not null)
            meter.Watch("streaming_certificate_days_left", "Until the server's certificate expires", () => certificates.DaysLeft ?? 0);
        if (certificates.BrokerDaysLeft is not null)
            meter.Watch("streaming_broker_certificate_days_left", "Until the certificate shown to the broker expires", () => certificates.BrokerDaysLeft ?? 0);
        BedMeter.Register(meter, app.Services.GetRequiredService<BedBoard>());
        app.MapGet("/metrics", () => Results.Text(text.Write(), "text/plain; version=0.0.4; charset=utf-8"));
        app.MapGet("/healthz", () => Health(ready)).AllowAnonymous();
    }

    /// <summary>The first line is the answer; the others say it of each dependency.</summary>
    private static IResult Health(Readiness ready)
    {
        var text = new StringBuilder(ready.Missing is { } missing ? "not ready: " + missing : "ready").Append('\n');
        foreach (var one in ready.Dependencies) text.Append(one.Name).Append(": ").Append(one.Text).Append('\n');
        return Results.Text(text.ToString(), statusCode: ready.Missing is null ? StatusCodes.Status200OK : StatusCodes.Status503ServiceUnavailable);
    }
}
