using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.CircuitBreaker;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Decides whether the provider is asked at all: after failures it is left alone for a while, then tried with one picture. One for the
/// machine, since a device that failed one worker fails them all.</summary>
internal sealed partial class ProviderBreaker
{
    public const string Cause = "provider-fallback";
    private static readonly TimeSpan s_longestBreak = TimeSpan.FromMinutes(15);
    private readonly WardNotice _notice;
    private readonly LineMeter _meter;
    private readonly ILogger _logger;
    private readonly ResiliencePipeline<StageEstimate> _pipeline;
    private volatile string? _failure;

    public ProviderBreaker(IOptions<ScoringOptions> options, WardNotice notice, LineMeter meter, TimeProvider time, ILogger<ProviderBreaker> logger)
    {
        (_notice, _meter, _logger) = (notice, meter, logger);
        var pause = TimeSpan.FromSeconds(options.Value.ProviderBreakSeconds);
        _pipeline = new ResiliencePipelineBuilder<StageEstimate> { TimeProvider = time }.AddCircuitBreaker(
            new CircuitBreakerStrategyOptions<StageEstimate>
            {
                // Any failure counts: a provider that answers nine times of ten is not one to rest a night on.
                FailureRatio = 0,
                MinimumThroughput = 2,
                SamplingDuration = TimeSpan.FromMinutes(10),
                ShouldHandle = new PredicateBuilder<StageEstimate>().Handle<Exception>(),
                BreakDurationGenerator = broken => ValueTask.FromResult(
                    TimeSpan.FromTicks(Math.Min(s_longestBreak.Ticks, pause.Ticks << Math.Min(broken.HalfOpenAttempts, 10)))),
            }).Build();
    }

    /// <summary>Why the CPU has taken over, or null while the provider answers.</summary>
    public string? Failure => _failure;

    /// <summary>False where the provider failed or is not to be asked now.</summary>
    public bool TryAsk(Func<StageEstimate> ask, out StageEstimate? estimate)
    {
        try
        {
            estimate = _pipeline.Execute(ask);
            if (_failure is not null) Return(estimate.Provider);
            return true;
        }
        catch (BrokenCircuitException)
        {
            estimate = null;
            return false;
        }
        catch (Exception failure)
        {
            estimate = null;
            TakeOver(failure);
            return false;
        }
    }

    private void TakeOver(Exception failure)
    {
        _meter.ProviderFailed();
        LogFailed(failure);
        var isNews = _failure is null;
        _failure = failure.Message;
        if (isNews) _notice.Raise(Cause, "the scoring device failed; stages come from the processor until it answers again", AdvisoryPriority.Low);
    }

    private void Return(string provider)
    {
        _failure = null;
        LogReturned(provider);
        _notice.End(Cause);
    }

    [LoggerMessage(3003, LogLevel.Error, "The provider failed; the CPU takes over")]
    private partial void LogFailed(Exception failure);

    [LoggerMessage(3004, LogLevel.Information, "The provider {Provider} answers again")]
    private partial void LogReturned(string provider);
}
