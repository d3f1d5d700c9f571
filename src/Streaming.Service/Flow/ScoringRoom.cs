using System.Diagnostics;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Polly;
using Polly.Retry;
using Streaming.Core.Novelty;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Service.Observing;

namespace Streaming.Service.Flow;

/// <summary>The workers that draw windows and have the network read them; each has its own picture and its own stager.</summary>
internal sealed partial class ScoringRoom(
    ServedModel model, ScoringQueue queue, LineMeter meter, TimeProvider time, ILogger<ScoringRoom> logger) : BackgroundService
{
    private readonly List<IStager> _stagers = [];

    /// <summary>True once every worker has read a picture.</summary>
    public bool IsWarm { get; private set; }

    /// <summary>Loads and warms the model before anything is staged; a bundle that does not fit ends the start here.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        for (var i = 0; i < model.Workers; i++) _stagers.Add(model.CreateStager());
        foreach (var stager in _stagers) stager.Estimate(new EpochImage(stager.Spec));
        IsWarm = true;
        LogWarm(model.Identity.Name, model.Identity.Version, model.Workers);
        await base.StartAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(_stagers.Select(stager => Task.Run(() => WorkAsync(stager, stoppingToken), CancellationToken.None)));

    private async Task WorkAsync(IStager stager, CancellationToken stoppingToken)
    {
        var renderer = new WaveformRenderer(model.Spec);
        var image = new EpochImage(model.Spec);
        var novelty = model.Novelty is null ? null : new NoveltyMeter(model.Novelty);
        var pipeline = new ResiliencePipelineBuilder { TimeProvider = time }.AddRetry(new RetryStrategyOptions
        {
            MaxRetryAttempts = int.MaxValue,
            BackoffType = DelayBackoffType.Exponential,
            Delay = TimeSpan.FromMilliseconds(100),
            MaxDelay = TimeSpan.FromSeconds(30),
            OnRetry = failed =>
            {
                LogFailed(failed.Outcome.Exception!);
                stager.Dispose();
                stager = model.CreateStager();
                return ValueTask.CompletedTask;
            },
        }).Build();
        try
        {
            while (true)
            {
                var pending = await queue.TakeAsync(stoppingToken);
                // A network that fails is made anew and asked again: an epoch is never guessed and never missing.
                pipeline.Execute(_ => pending.Answer(Read(pending.Epoch, renderer, image, stager, novelty)), stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
        finally
        {
            stager.Dispose();
        }
    }

    private StageEstimate Read(Epoch epoch, WaveformRenderer renderer, EpochImage image, IStager stager, NoveltyMeter? novelty)
    {
        var started = Stopwatch.GetTimestamp();
        renderer.Draw(epoch, image);
        var estimate = stager.Estimate(image);
        if (novelty is not null) estimate = estimate with { Novelty = novelty.Score(epoch, estimate.Logits) };
        meter.Scored(Stopwatch.GetElapsedTime(started), estimate.Provider);
        return estimate;
    }

    [LoggerMessage(3001, LogLevel.Information, "Model {Name} {Version} is warm on {Workers} workers")]
    private partial void LogWarm(string name, string version, int workers);

    [LoggerMessage(3002, LogLevel.Error, "The network failed; it is loaded anew and asked again")]
    private partial void LogFailed(Exception failure);
}
