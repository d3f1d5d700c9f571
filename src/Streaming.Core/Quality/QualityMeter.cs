using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Quality;

/// <summary>Judges every channel of a study, epoch by epoch, in order. Causal: what it says rests on this epoch and those before it.</summary>
internal sealed class QualityMeter
{
    private readonly ChannelMeter[] _meters;
    private readonly AdvisoryBook _book;
    private readonly double _lossLimit;

    /// <param name="study">Whose channels.</param>
    /// <param name="staged">By channel: it may fill a row.</param>
    /// <param name="lossLimit">Share of an epoch that a row may lose.</param>
    public QualityMeter(Study study, bool[] staged, double lossLimit)
    {
        _meters = [.. study.Channels.Select((channel, n) => new ChannelMeter(channel, staged[n]))];
        _book = new AdvisoryBook(study.EpochOriginSeconds, study.Channels.Count);
        _lossLimit = lossLimit;
    }

    /// <summary>Judges the next epoch, whose samples are final.</summary>
    public ChannelQuality[] Judge(OpenEpoch epoch)
    {
        foreach (var meter in _meters) meter.Measure(epoch[meter.Number]);
        return Array.ConvertAll(_meters, meter => ChannelJudge.Judge(meter, OthersFast(meter), _lossLimit));
    }

    /// <summary>What of the judged epoch is told: faults that begin to last, and those that are over.</summary>
    public IReadOnlyList<SignalAdvisory> Tell(long epoch, ChannelQuality[] qualities) => _book.Tell(epoch, qualities);

    public void Save(StateWriter writer)
    {
        foreach (var meter in _meters) meter.Save(writer);
        _book.Save(writer);
    }

    public void Load(ref StateReader reader)
    {
        foreach (var meter in _meters) meter.Load(ref reader);
        _book.Load(ref reader);
    }

    /// <summary>Median fast activity of the other EEG channels, for an eye channel of the other eye's too; 0: there are fewer than two. An eye has less of it than the
    /// scalp, and would make every scalp look noisy.</summary>
    private double OthersFast(ChannelMeter meter)
    {
        Span<double> others = stackalloc double[16];
        var count = 0;
        foreach (var other in _meters)
        {
            if (other == meter || other.Fast <= 0 || count == others.Length) continue;
            if (other.Kind == ChannelKind.Eeg || (other.Kind == ChannelKind.Eog && meter.Kind == ChannelKind.Eog)) others[count++] = other.Fast;
        }
        if (count < 2) return 0;
        others[..count].Sort();
        return others[count / 2];
    }
}
