using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Streaming.Service.Observing;

namespace Streaming.Service.Flow;

/// <summary>The workers that draw windows and have the network read them; each has its own picture and its own stager.</summary>
internal sealed partial class ScoringRoom(
    ModelShelf models, ScoringQueue queue, ProviderBreaker breaker, LineMeter meter, TimeProvider time, ILogger<ScoringRoom> logger)
    : BackgroundService
{
    private readonly List<ModelReader> _readers = [];

    /// <summary>True once every worker has read a picture.</summary>
    public bool IsWarm { get; private set; }

    /// <summary>Loads and warms the model before anything is staged; a bundle that does not fit ends the start here.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var model = models.Current;
        for (var i = 0; i < model.Workers; i++) _readers.Add(new ModelReader(model, breaker, meter));
        foreach (var reader in _readers) reader.Warm();
        IsWarm = true;
        LogWarm(model.Identity.Name, model.Identity.Version, model.Workers);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        // Threads of their own: in a burst they work for seconds on end, and the pool, which has as many threads as the machine has processors, would have
        // none left for what brings samples in and takes decisions out.
        Task.WhenAll(_readers.Select(reader => Task.Factory.StartNew(
            () => Work(reader, stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));

    private void Work(ModelReader first, CancellationToken stoppingToken)
    {
        using var readers = new WorkerReaders(first, model => new ModelReader(model, breaker, meter));
        var asking = first;
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(30),
            OnRetry = failed =>
            {
                LogFailed(failed.Outcome.Exception!);
                asking.Forget();
                return ValueTask.CompletedTask;
            },
        }).Build();
        try
        {
            while (true)
            {
                var pending = queue.Take(stoppingToken);
                meter.Passed(LineStage.Queue, pending.Age);
                // A network that fails is made anew and asked again: an epoch is never guessed and never missing.
                pipeline.Execute(
                    _ =>
                    {
                        asking = readers.For(pending.Model ?? models.Current);
                        pending.Answer(asking.Read(pending.Epoch));
                    },
                    stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    [LoggerMessage(3001, LogLevel.Information, "Model {Name} {Version} is warm on {Workers} workers")]
    private partial void LogWarm(string name, string version, int workers);

    [LoggerMessage(3002, LogLevel.Error, "The network failed; it is loaded anew and asked again")]
    private partial void LogFailed(Exception failure);
}
