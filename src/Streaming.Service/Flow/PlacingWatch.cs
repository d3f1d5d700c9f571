using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.V1;
using SampleBlock = Streaming.Core.Signals.SampleBlock;

namespace Streaming.Service.Flow;

/// <summary>Tells when samples come that no epoch takes: so far ahead that they are not believed, or all of them behind what is already decided. Both are a gateway's
/// counting, and the second leaves a bed without a stage though it sends.</summary>
internal sealed class PlacingWatch
{
    private const string Ahead = "index-leap";

    // Of samples and of the clock: a backlog that comes between live blocks is none of it, nor what a broker delivers again in a burst.
    private static readonly TimeSpan s_behind = TimeSpan.FromSeconds(30);
    private readonly BedKey _bed;
    private readonly Study _study;
    private readonly TimeProvider _time;
    private readonly long[] _refusedOf; // by channel
    private long _late;
    private long _refused;
    private double _behind; // s of samples on end
    private long _behindSince; // time stamp of the first of them
    private bool _isTold;
    private bool _mayLast = true; // told before another model, or a restart, made this watch anew

    /// <param name="bed">Where.</param>
    /// <param name="study">Open there.</param>
    /// <param name="session">What it has counted so far is no news.</param>
    /// <param name="time">The machine's.</param>
    public PlacingWatch(BedKey bed, Study study, BedSession session, TimeProvider time)
    {
        (_bed, _study, _time) = (bed, study, time);
        (_late, _refused) = session.Misplaced;
        _refusedOf = [.. study.Channels.Select((_, n) => session.RefusedOf(n))];
    }

    /// <param name="block">Just taken by the session.</param>
    /// <param name="session">The study's.</param>
    /// <param name="desk">Who tells.</param>
    public void Look(SampleBlock block, BedSession session, AdvisoryDesk desk)
    {
        var (late, refused) = session.Misplaced;
        if (refused > _refused)
            Tell(desk, Ahead, AdvisoryPriority.Medium, true,
                $"{refused - _refused} samples of {Refused(session)} lay more than a minute ahead of all others, and nothing followed them or other channels went on where they were: not staged. Check how the gateway counts");
        if (!block.Backfill && Samples(block) is > 0 and var count) LookBehind(block, session, late - _late >= count, desk);
        (_late, _refused) = (late, refused);
    }

    /// <param name="ended">About to end the session's study.</param>
    /// <param name="session">The study's.</param>
    /// <param name="desk">Who tells.</param>
    public void Look(StudyEnded ended, BedSession session, AdvisoryDesk desk)
    {
        foreach (var channel in ended.Channels)
        {
            if (session.BelievesEnd((int)channel.Channel, channel.LastIndex)) continue;
            Tell(desk, Ahead, AdvisoryPriority.Medium, true,
                $"study_ended: last_index {channel.LastIndex} of channel {channel.Channel} is more than a day beyond all that came: it is not believed, and the night ends with what came");
        }
    }

    // Channels that something was refused of since this was asked last.
    private string Refused(BedSession session)
    {
        var names = new List<string>();
        for (var n = 0; n < _refusedOf.Length; n++)
        {
            if (session.RefusedOf(n) > _refusedOf[n]) names.Add(ChannelWords.Name(_study, n));
            _refusedOf[n] = session.RefusedOf(n);
        }
        return ChannelWords.Some(names);
    }

    private void LookBehind(SampleBlock block, BedSession session, bool isBehind, AdvisoryDesk desk)
    {
        if (isBehind && _behind == 0) _behindSince = _time.GetTimestamp();
        _behind = isBehind ? _behind + Seconds(block) : 0;
        if (_behind >= s_behind.TotalSeconds && !_isTold && _time.GetElapsedTime(_behindSince) >= s_behind)
        {
            (_isTold, _mayLast) = (true, true);
            Tell(desk, AdvisoryCause.SamplesLate, AdvisoryPriority.High, false, string.Create(CultureInfo.InvariantCulture,
                $"samples come for what is already decided, {Behindhand(block, session):0.#} min behind the furthest: nothing is staged. Check how the gateway counts, or begin a new study"));
        }
        else if (_mayLast && !isBehind)
        {
            (_isTold, _mayLast) = (false, false);
            desk.End(_bed, AdvisoryCause.SamplesLate);
        }
    }

    private void Tell(AdvisoryDesk desk, string cause, AdvisoryPriority priority, bool endsWhenQuiet, string text) =>
        desk.Raise(_bed, _study.Id.ToString(), cause, text, priority, endsWhenQuiet);

    private double Behindhand(SampleBlock block, BedSession session) =>
        (session.FurthestSeconds - block.Channels.Max(run => (run.FirstIndex + run.Values.Length) / (double)_study.Channels[run.Channel].RateHz)) / 60;

    private double Seconds(SampleBlock block) => block.Channels.Max(run => run.Values.Length / (double)_study.Channels[run.Channel].RateHz);

    private static int Samples(SampleBlock block)
    {
        var count = 0;
        for (var n = 0; n < block.Channels.Count; n++) count += block.Channels[n].Values.Length; // by index: an enumerator of an interface is an allocation
        return count;
    }
}
