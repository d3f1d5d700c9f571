using Microsoft.Extensions.Options;
using Streaming.Scoring;

namespace Streaming.Service.Flow;

internal static class FlowRegistration
{
    /// <summary>A lane for each bed: samples to epochs to decisions.</summary>
    public static void AddFlow(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<FlowOptions>(FlowOptions.Section);
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddSingleton<SessionFactory>();
        builder.Services.AddSingleton<SessionWarmer>();
        builder.Services.AddSingleton<BedBoard>();
        builder.Services.AddSingleton<CommandOutbox>();
        builder.Services.AddSingleton<Line>();
    }

    /// <summary>The model, and the workers that read pictures with it.</summary>
    public static void AddScoring(this WebApplicationBuilder builder)
    {
        builder.AddRoomOptions<ScoringOptions>("Scoring");
        builder.Services.AddSingleton(LoadPool);
        builder.Services.AddSingleton(services => ServedModel.Of(services.GetRequiredService<StagerPool>()));
        builder.Services.AddSingleton<ModelShelf>();
        builder.Services.AddSingleton<ProviderBreaker>();
        builder.Services.AddSingleton<ScoringQueue>();
    }

    private static StagerPool LoadPool(IServiceProvider services)
    {
        var options = services.GetRequiredService<IOptions<ScoringOptions>>().Value;
        var root = services.GetRequiredService<IHostEnvironment>().ContentRootPath;
        return new StagerPool(ModelBundle.Load(Path.Combine(root, options.Model)), options, services.GetRequiredService<ILogger<StagerPool>>());
    }
}
