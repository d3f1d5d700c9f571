using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Service.Flow;

namespace Streaming.Service.Exporting;

/// <summary>Finds what is missing inside the records of an EDF, of each channel up to the furthest sample of all: behind that nothing was to come.</summary>
/// <param name="study">Whose samples.</param>
/// <param name="recordSeconds">Length of a record.</param>
/// <param name="endSeconds">End of the furthest sample, study time.</param>
internal sealed class LostSpans(Study study, int recordSeconds, double endSeconds)
{
    private readonly List<EdfAnnotation> _spans = [];
    private readonly long[] _from = [.. study.Channels.Select(_ => -1L)];
    private readonly long[] _end = [.. study.Channels.Select(channel => (long)Math.Ceiling(endSeconds * (double)channel.RateHz - 1e-6))];
    private readonly int[] _perRecord = [.. study.Channels.Select(channel => (int)(channel.RateHz * recordSeconds).Numerator)];
    private long _next;

    /// <summary>Records come in order; of a stretch without any, the file itself says that there is none.</summary>
    public void Look(DataRecord record)
    {
        if (record.Number != _next) Break();
        for (var channel = 0; channel < record.Samples.Length; channel++)
        {
            var (samples, first) = (record.Samples[channel], record.Number * _perRecord[channel]);
            for (var i = 0; i < samples.Length; i++)
            {
                if (samples[i] != DataRecord.Missing) Close(channel, first + i);
                else if (_from[channel] < 0) _from[channel] = first + i;
            }
        }
        _next = record.Number + 1;
    }

    /// <summary>After the last record.</summary>
    public IReadOnlyList<EdfAnnotation> End()
    {
        Break();
        return _spans;
    }

    // Spans do not cross a stretch without records.
    private void Break()
    {
        for (var channel = 0; channel < _from.Length; channel++) Close(channel, _next * _perRecord[channel]);
    }

    private void Close(int channel, long end)
    {
        var (from, to) = (_from[channel], Math.Min(end, _end[channel]));
        _from[channel] = -1;
        if (from < 0 || to <= from) return;
        var rate = study.Channels[channel].RateHz;
        _spans.Add(new EdfAnnotation(new Rational(from) / rate, new Rational(to - from) / rate, $"Samples lost: {ChannelWords.Name(study, channel)}"));
    }
}
