using Grpc.HealthCheck;
using Microsoft.Extensions.Hosting;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;
using ServingStatus = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Streaming.Service.Serving;

/// <summary>Ready means ready: the broker connected, the store writable, the model warm.</summary>
internal sealed class Readiness(
    BrokerLink broker, StoreHealth store, ScoringRoom scoring, HealthServiceImpl health, TimeProvider time) : BackgroundService
{
    /// <summary>What is missing, or null.</summary>
    public string? Missing =>
        !scoring.IsWarm ? "the model is not warm"
        : !store.IsWritable ? "the store takes nothing"
        : !broker.IsConnected ? "the broker is not connected"
        : null;

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(200), time);
        try
        {
            do Tell(Missing is null ? ServingStatus.Serving : ServingStatus.NotServing);
            while (await tick.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
        Tell(ServingStatus.NotServing);
    }

    private void Tell(ServingStatus status)
    {
        health.SetStatus("", status);
        health.SetStatus(SleepMonitor.Descriptor.FullName, status);
    }
}
