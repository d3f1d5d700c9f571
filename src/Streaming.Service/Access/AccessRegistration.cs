using Microsoft.Extensions.Options;
using Streaming.Service.Recording;

namespace Streaming.Service.Access;

internal static partial class AccessRegistration
{
    /// <summary>Tokens, limits, audit.</summary>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<AccessOptions>(AccessOptions.Section);
        builder.BelieveNobodyElse();
        builder.Services.AddSingleton(services => AccessStore.Open(RecordingRegistration.Folder(services)));
        builder.Services.AddSingleton<AccessPolicy>();
        builder.Services.AddSingleton<CallLimits>();
    }

    /// <summary>Every call that is mapped passes here first.</summary>
    public static void UseAccess(this WebApplication app)
    {
        if (app.Services.GetRequiredService<IOptions<AccessOptions>>().Value.Tokens == TokenRule.Never)
            LogOpen(app.Logger);
        app.UseMiddleware<AccessGate>();
    }

    [LoggerMessage(6002, LogLevel.Warning, "Access:Tokens is Never: whoever reaches the service may see and change every night")]
    private static partial void LogOpen(ILogger logger);
}
