using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Asks one bed's gateway for what is missing: not too often, and not for ever.</summary>
internal sealed class BackfillDesk(BedKey bed, Study study, Line line)
{
    private const int MaximumSpans = 256;

    private readonly Dictionary<SampleGap, int> _asked = [];
    private long _lastAsked;

    /// <summary>Looks at the gaps if it is time to.</summary>
    /// <param name="session">The bed's.</param>
    /// <param name="afterSeconds">How far the furthest sample must be beyond a gap, stream time.</param>
    public void Consider(BedSession session, double afterSeconds)
    {
        if (line.Flow.BackfillAttempts == 0) return;
        if (_lastAsked != 0 && line.Time.GetElapsedTime(_lastAsked).TotalMilliseconds < line.Flow.BackfillIntervalMilliseconds) return;
        _lastAsked = line.Time.GetTimestamp();
        var gaps = session.Gaps(afterSeconds);
        if (gaps.Count == 0)
        {
            _asked.Clear();
            return;
        }
        Forget(gaps);
        var wanted = gaps.Where(gap => _asked.GetValueOrDefault(gap) < line.Flow.BackfillAttempts).Take(MaximumSpans).ToList();
        if (wanted.Count > 0) Ask(wanted);
    }

    private void Ask(List<SampleGap> wanted)
    {
        var request = new BackfillRequest { StudyId = study.Id.ToString(), RequestId = Guid.NewGuid().ToString() };
        foreach (var gap in wanted)
        {
            _asked[gap] = _asked.GetValueOrDefault(gap) + 1;
            request.Spans.Add(new SampleSpan { Channel = (uint)gap.Channel, FirstIndex = gap.FirstIndex, LastIndex = gap.LastIndex });
        }
        line.Commands.Send(bed, new GatewayCommand { Backfill = request });
        line.Meter.BackfillAsked(wanted.Count);
    }

    private void Forget(IReadOnlyList<SampleGap> gaps)
    {
        foreach (var old in _asked.Keys.Except(gaps).ToList()) _asked.Remove(old);
    }
}
