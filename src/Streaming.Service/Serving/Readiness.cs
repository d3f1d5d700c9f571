using Grpc.HealthCheck;
using Microsoft.Extensions.Hosting;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Streaming.Service.Serving;

/// <summary>Ready means ready: the broker connected, the store writable, the model warm.</summary>
internal sealed class Readiness(
    BrokerLink broker, StoreHealth store, ScoringRoom scoring, ModelShelf models, ModelWatch watch, ProviderBreaker breaker, LineMeter meter,
    HealthServiceImpl health, TimeProvider time) : BackgroundService
{
    private static readonly TimeSpan s_often = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(20); // whoever waits for the start should not wait for this

    /// <summary>Each by itself.</summary>
    public IReadOnlyList<Dependency> Dependencies =>
    [
        new("broker", broker.IsConnected, broker.IsConnected ? "connected" : "not connected"),
        new("store", store.IsWritable, store.IsWritable ? "takes what arrives" : "refuses"),
        new("model", scoring.IsWarm && watch.Refusal is null, Model),
        new("provider", breaker.Failure is null, breaker.Failure is null ? meter.Provider : $"{meter.Provider}, in place of one that fails"),
    ];

    /// <summary>What is missing, or null.</summary>
    public string? Missing =>
        !scoring.IsWarm ? "the model is not warm"
        : !store.IsWritable ? "the store refuses"
        : !broker.IsConnected ? "the broker is not connected"
        : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(s_soon, time);
        try
        {
            do
            {
                var isReady = Missing is null;
                Tell(isReady ? ServingStatus.Serving : ServingStatus.NotServing);
                tick.Period = isReady ? s_often : s_soon;
            }
            while (await tick.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
        Tell(ServingStatus.NotServing);
    }

    private string Model => !scoring.IsWarm ? "not warm"
        : $"{models.Current.Identity.Name} {models.Current.Identity.Version}{(watch.Refusal is null ? "" : "; the one in its folder is refused")}";

    private void Tell(ServingStatus status)
    {
        health.SetStatus("", status);
        health.SetStatus(SleepMonitor.Descriptor.FullName, status);
        foreach (var one in Dependencies) health.SetStatus(one.Name, one.IsUp ? ServingStatus.Serving : ServingStatus.NotServing);
    }
}
