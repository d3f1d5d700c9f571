namespace Streaming.Service;

/// <summary>How every room takes its options: one section of appsettings.json, checked before anything starts.</summary>
internal static class ServiceOptions
{
    public static void AddRoomOptions<T>(this WebApplicationBuilder builder, string section) where T : class =>
        builder.Services.AddOptions<T>().Bind(builder.Configuration.GetSection(section)).ValidateDataAnnotations().ValidateOnStart();
}
