using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Core.Hypnogram;

/// <summary>Goes once through the epochs between the lights and counts.</summary>
internal sealed class NightCount
{
    private const int PersistentEpochs = 20; // ten minutes
    private readonly double[] _stageSeconds = new double[5];
    private readonly double _lightsOff;
    private readonly double _lightsOn;
    private readonly bool _inProgress;
    private readonly RemCycleCount _cycles = new();
    private double _unscorableSeconds, _wakeSinceOnset, _wakeAtLastSleep, _wakeBeforeRem;
    private double? _onset, _persistentOnset, _firstRem;
    private int _run, _awakenings, _shifts;
    private double _runStart;
    private Stage? _lastScored;

    public NightCount(Hypnogram night, double lightsOffSeconds)
    {
        (_lightsOff, _inProgress) = (lightsOffSeconds, night.LightsOnSeconds is null);
        _lightsOn = night.LightsOnSeconds ?? Math.Max(lightsOffSeconds, night.EndSeconds);
        if (!(_lightsOn >= _lightsOff))
            throw new ArgumentException($"Lights on at {_lightsOn} s comes before lights off at {_lightsOff} s.", nameof(night));
        for (var k = 0; k < night.Stages.Count; k++)
        {
            var start = Math.Max(night.EpochStartSeconds(k), _lightsOff);
            var end = Math.Min(night.EpochStartSeconds(k) + Epoch.Seconds, _lightsOn);
            if (end > start) Count(night.Stages[k], start, end);
        }
    }

    public SleepStatistics Statistics(WasoVariant variant)
    {
        var (inBed, asleep) = (_lightsOn - _lightsOff, _stageSeconds[1] + _stageSeconds[2] + _stageSeconds[3] + _stageSeconds[4]);
        double? waso = _onset is null ? null : variant == WasoVariant.UntilLightsOn ? _wakeSinceOnset : _wakeAtLastSleep;
        return new SleepStatistics
        {
            Waso = variant,
            InProgress = _inProgress,
            TimeInBedMinutes = inBed / 60,
            TotalSleepMinutes = asleep / 60,
            SleepOnsetLatencyMinutes = (_onset - _lightsOff) / 60,
            PersistentSleepLatencyMinutes = (_persistentOnset - _lightsOff) / 60,
            RemLatencyMinutes = (_firstRem - _onset) / 60,
            RemLatencyWithoutWakeMinutes = (_firstRem - _onset - _wakeBeforeRem) / 60,
            RemCycles = _cycles.Cycles,
            SleepEfficiencyPercent = inBed > 0 ? 100 * asleep / inBed : null,
            WasoMinutes = waso / 60,
            WasoIsRemainder = waso is null ? null : Math.Abs(inBed - (_onset!.Value - _lightsOff) - asleep - waso.Value) < 1e-6,
            Awakenings = _awakenings,
            StageShifts = _shifts,
            StageMinutes = [.. _stageSeconds.Select(seconds => seconds / 60)],
            StagePercentOfSleep = asleep > 0 ? [null, .. _stageSeconds.Skip(1).Select(seconds => (double?)(100 * seconds / asleep))] : null,
            UnscorableMinutes = _unscorableSeconds / 60,
            UnknownMinutes = (inBed - _stageSeconds.Sum() - _unscorableSeconds) / 60,
        };
    }

    private void Count(Stage? stage, double start, double end)
    {
        if (stage == Stage.Unscorable) _unscorableSeconds += end - start;
        CountSleepRun(stage, start);
        _cycles.Count(stage, start, end);
        if (!Hypnogram.IsScored(stage)) return;
        _stageSeconds[(int)stage!.Value] += end - start;
        if (Hypnogram.IsSleep(stage))
        {
            _onset ??= start;
            _wakeAtLastSleep = _wakeSinceOnset;
            if (stage == Stage.R && _firstRem is null) (_firstRem, _wakeBeforeRem) = (start, _wakeSinceOnset);
        }
        else if (_onset is not null)
        {
            _wakeSinceOnset += end - start;
            if (Hypnogram.IsSleep(_lastScored)) _awakenings++;
        }
        if (_lastScored is not null && _lastScored != stage) _shifts++;
        _lastScored = stage;
    }

    private void CountSleepRun(Stage? stage, double start)
    {
        if (!Hypnogram.IsSleep(stage))
        {
            _run = 0;
            return;
        }
        if (_run++ == 0) _runStart = start;
        if (_run == PersistentEpochs) _persistentOnset ??= _runStart;
    }
}
