using Streaming.Core.Staging;

namespace Streaming.Core.Hypnogram;

/// <summary>Finds R periods and the cycles they end, epoch by epoch in order.</summary>
internal sealed class RemCycleCount
{
    private const double BetweenPeriodsSeconds = 15 * 60; // Feinberg and Floyd, Psychophysiology 1979
    private readonly List<RemCycle> _cycles = [];
    private double? _sleepSinceRem;

    public IReadOnlyList<RemCycle> Cycles => _cycles;

    public void Count(Stage? stage, double start, double end)
    {
        if (!Hypnogram.IsSleep(stage)) return;
        if (stage != Stage.R)
        {
            _sleepSinceRem ??= start;
            return;
        }
        var minutes = (end - start) / 60;
        if (_cycles.Count > 0 && _cycles[^1] is var last && start - last.EndSeconds < BetweenPeriodsSeconds)
            _cycles[^1] = last with { EndSeconds = end, RemMinutes = last.RemMinutes + minutes };
        else
            _cycles.Add(new RemCycle(_sleepSinceRem ?? start, start, end, minutes));
        _sleepSinceRem = null;
    }
}
