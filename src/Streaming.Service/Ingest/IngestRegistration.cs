namespace Streaming.Service.Ingest;

internal static class IngestRegistration
{
    /// <summary>Messages of the broker: checked, journalled, acknowledged.</summary>
    public static void AddIngest(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<IngestOptions>(IngestOptions.Section);
        builder.Services.AddSingleton<StudyDirectory>();
        builder.Services.AddSingleton<PayloadReader>();
        builder.Services.AddSingleton<RejectionDesk>();
    }
}
