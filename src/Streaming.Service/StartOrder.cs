using Streaming.Service.Access;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.Service.Serving;

namespace Streaming.Service;

/// <summary>Whoever takes is ready before whoever gives: the broker is asked last. Stopping goes the other way round.</summary>
internal static class StartOrder
{
    public static void StartBackToFront(this WebApplicationBuilder builder)
    {
        Host<AdvisoryDesk>(builder);
        Host<ScoringRoom>(builder);
        Host<ModelWatch>(builder);
        Host<Ward>(builder);
        Host<Intake>(builder);
        Host<BrokerLink>(builder);
        Host<WardClock>(builder);
        Host<StagePublisher>(builder);
        builder.Services.AddHostedService(services => services.GetRequiredService<NightRecorder>());
        Host<StoreKeeper>(builder);
        Host<Readiness>(builder);
        Host<CertificateWatch>(builder);
        Host<TokenWatch>(builder);
    }

    private static void Host<T>(WebApplicationBuilder builder) where T : class, IHostedService
    {
        builder.Services.AddSingleton<T>();
        builder.Services.AddHostedService(services => services.GetRequiredService<T>());
    }
}
