using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>How far the samples of each channel reach, and, once it is told, the study itself.</summary>
internal sealed class StudyReach
{
    private readonly EpochGrid[] _grids;
    private readonly double _maxJumpSeconds;
    private readonly long _horizonMilliseconds;
    private readonly long[] _last; // furthest index by channel; -1 for none
    private readonly long[] _lastBefore; // the same before the record that is being placed
    private readonly long[] _dueAt; // by channel: the index whose arrival ends the wait for an epoch
    private readonly long[] _end; // by channel: the last index of the study, once it is over

    /// <param name="grids">By channel.</param>
    /// <param name="options">Valid options.</param>
    public StudyReach(EpochGrid[] grids, BedSessionOptions options)
    {
        (_grids, _maxJumpSeconds) = (grids, options.MaxJumpSeconds);
        _horizonMilliseconds = (long)Math.Round(options.ReorderHorizonSeconds * 1000);
        (_last, _lastBefore, _dueAt, _end) = (new long[grids.Length], new long[grids.Length], new long[grids.Length], new long[grids.Length]);
        Array.Fill(_last, -1);
        Array.Fill(_lastBefore, -1);
    }

    /// <summary>By channel: the furthest index; -1 for none.</summary>
    public long[] Last => _last;

    /// <summary>By channel: the furthest index as it was before the record under way.</summary>
    public long[] LastBefore => _lastBefore;

    /// <summary>End of the furthest sample, s of study time; 0 before any.</summary>
    public double FurthestSeconds
    {
        get
        {
            var furthest = 0.0;
            for (var n = 0; n < _last.Length; n++) furthest = Math.Max(furthest, (_last[n] + 1) / (double)_grids[n].RateHz);
            return furthest;
        }
    }

    /// <summary>What lies beyond is taken for garbled, s of study time.</summary>
    public double LimitSeconds => FurthestSeconds + _maxJumpSeconds;

    /// <summary>A channel has come past the end of the epoch waited for by the horizon.</summary>
    public bool IsPastHorizon
    {
        get
        {
            for (var n = 0; n < _last.Length; n++)
            {
                if (_last[n] >= _dueAt[n]) return true;
            }
            return false;
        }
    }

    /// <summary>A record is taken in hand.</summary>
    public void BeginRecord() => _last.CopyTo(_lastBefore, 0);

    public void Extend(int channel, long index) => _last[channel] = Math.Max(_last[channel], index);

    /// <summary>The epoch that closes next.</summary>
    public void WaitFor(long epoch)
    {
        for (var n = 0; n < _grids.Length; n++) _dueAt[n] = _grids[n].FirstIndexAfter(epoch + 1, _horizonMilliseconds);
    }

    /// <param name="end">Last indices; null: the study ends where the samples do. An index beyond the limit is not believed.</param>
    public void SetEnd(StudyEnd? end)
    {
        var limitSeconds = LimitSeconds;
        for (var n = 0; n < _end.Length; n++)
        {
            var stated = end is not null && n < end.LastIndices.Count ? end.LastIndices[n] : -1;
            _end[n] = Believes(n, stated, limitSeconds) ? Math.Max(stated, _last[n]) : _last[n];
        }
    }

    /// <summary>Whether <see cref="SetEnd"/> would take that last index.</summary>
    public bool Believes(int channel, long lastIndex) => Believes(channel, lastIndex, LimitSeconds);

    private bool Believes(int channel, long lastIndex, double limitSeconds) => lastIndex / (double)_grids[channel].RateHz <= limitSeconds;

    /// <summary>After <see cref="SetEnd"/>: the study has every sample time of the epoch on this channel.</summary>
    public bool EndsAfter(int channel, long epoch) => _end[channel] >= _grids[channel].FirstIndex(epoch + 1) - 1;
}
