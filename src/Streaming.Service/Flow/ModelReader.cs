using System.Diagnostics;
using Streaming.Core.Novelty;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Service.Observing;

namespace Streaming.Service.Flow;

/// <summary>One worker's way to read windows with one model: its own picture, its own stager, and what takes over when that fails. Not
/// thread-safe.</summary>
internal sealed class ModelReader : IDisposable
{
    private readonly ProviderBreaker _breaker;
    private readonly LineMeter _meter;
    private readonly WaveformRenderer _renderer;
    private readonly EpochImage _image;
    private readonly NoveltyMeter? _novelty;
    private IStager? _stager;
    private IStager? _fallback;

    /// <exception cref="Exception">The model cannot be loaded.</exception>
    public ModelReader(ServedModel model, ProviderBreaker breaker, LineMeter meter)
    {
        (Model, _breaker, _meter) = (model, breaker, meter);
        (_renderer, _image) = (new WaveformRenderer(model.Spec), new EpochImage(model.Spec));
        _novelty = model.Novelty is null ? null : new NoveltyMeter(model.Novelty);
        _stager = model.CreateStager();
        _fallback = model.CreateFallback?.Invoke();
    }

    public ServedModel Model { get; }

    /// <summary>Has read a blank picture once this returns: the first epoch does not wait for what an engine puts off.</summary>
    public void Warm()
    {
        _meter.Answers(Ask(new EpochImage(Model.Spec)).Provider);
        _fallback?.Estimate(new EpochImage(Model.Spec));
    }

    /// <exception cref="Exception">The network failed, and so did what takes over.</exception>
    public StageEstimate Read(Epoch epoch)
    {
        var started = Stopwatch.GetTimestamp();
        _renderer.Draw(epoch, _image);
        _meter.Passed(LineStage.Drawing, Stopwatch.GetElapsedTime(started));
        var drawn = Stopwatch.GetTimestamp();
        var estimate = Ask(_image);
        _meter.Asked(Stopwatch.GetElapsedTime(drawn), estimate.Provider);
        if (_novelty is not null) estimate = estimate with { Novelty = _novelty.Score(epoch, estimate.Logits) };
        _meter.Passed(LineStage.Network, Stopwatch.GetElapsedTime(drawn));
        _meter.Scored(Stopwatch.GetElapsedTime(started), estimate.Provider);
        return estimate;
    }

    /// <summary>After a failure: what failed is thrown away, and made anew by the next read.</summary>
    public void Forget()
    {
        Drop(ref _stager);
        Drop(ref _fallback);
    }

    public void Dispose() => Forget();

    private StageEstimate Ask(EpochImage image)
    {
        if (Model.CreateFallback is null) return First().Estimate(image);
        // The same picture is asked of the CPU at once: no epoch waits for a provider to come back.
        return _breaker.TryAsk(() => First().Estimate(image), out var estimate) ? estimate! : TakeOver(image);
    }

    private StageEstimate TakeOver(EpochImage image)
    {
        Drop(ref _stager);
        return (_fallback ??= Model.CreateFallback!()).Estimate(image);
    }

    private IStager First() => _stager ??= (Model.CreateAnew ?? Model.CreateStager)();

    private static void Drop(ref IStager? stager)
    {
        var dropped = stager;
        stager = null;
        dropped?.Dispose();
    }
}
