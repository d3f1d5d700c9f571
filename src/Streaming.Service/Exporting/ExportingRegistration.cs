using Microsoft.Extensions.Options;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Service.Serving;

namespace Streaming.Service.Exporting;

internal static class ExportingRegistration
{
    /// <summary>Nights as files and reports.</summary>
    public static void AddExporting(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<ExportingOptions>(ExportingOptions.Section);
        builder.Services.AddSingleton(services => services.GetRequiredService<IOptions<ExportingOptions>>().Value.Clock);
        builder.Services.AddSingleton(services => new NightExport(
            services.GetRequiredService<Journal>(), services.GetRequiredService<PayloadReader>(), services.GetRequiredService<NightLog>(),
            services.GetRequiredService<CalibrationDesk>(), services.GetRequiredService<LabClock>(), services.GetRequiredService<TimeProvider>(),
            RecordingRegistration.Folder(services)));
    }
}
