using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Service.Flow;

namespace Streaming.Service.Exporting;

/// <summary>Finds what is missing inside the records of an EDF, fills it with the value nearest to nothing, and says where it was.</summary>
/// <param name="study">Whose samples.</param>
/// <param name="recordSeconds">Length of a record.</param>
internal sealed class LostSpans(Study study, int recordSeconds)
{
    private readonly long[] _from = [.. study.Channels.Select(_ => -1L)];
    private readonly int[] _rest = [.. study.Channels.Select(Rest)];

    /// <summary>Fills a record; gives the spans that have ended in it.</summary>
    public IReadOnlyList<EdfAnnotation> Fill(DataRecord record)
    {
        var ended = new List<EdfAnnotation>();
        for (var channel = 0; channel < record.Samples.Length; channel++)
        {
            var samples = record.Samples[channel];
            var first = record.Number * samples.Length;
            for (var i = 0; i < samples.Length; i++)
            {
                if (samples[i] != DataRecord.Missing)
                {
                    Close(channel, first + i, ended);
                    continue;
                }
                samples[i] = _rest[channel];
                if (_from[channel] < 0) _from[channel] = first + i;
            }
        }
        return ended;
    }

    /// <summary>Before a stretch without any record, and at the end: spans do not cross it.</summary>
    public IReadOnlyList<EdfAnnotation> Break(long nextRecord)
    {
        var ended = new List<EdfAnnotation>();
        for (var channel = 0; channel < _from.Length; channel++)
            Close(channel, nextRecord * (study.Channels[channel].RateHz * recordSeconds).Numerator, ended);
        return ended;
    }

    private void Close(int channel, long end, List<EdfAnnotation> ended)
    {
        if (_from[channel] < 0) return;
        var rate = study.Channels[channel].RateHz;
        var (onset, length) = (new Rational(_from[channel]) / rate, new Rational(end - _from[channel]) / rate);
        ended.Add(new EdfAnnotation(onset, length, $"Samples lost: {ChannelWords.Name(study, channel)}"));
        _from[channel] = -1;
    }

    private static int Rest(Channel channel)
    {
        var scaling = channel.Scaling;
        var nothing = scaling.Gain is 0 or double.NaN ? 0 : Math.Round(-scaling.Offset / scaling.Gain);
        return (int)Math.Clamp(nothing, Math.Min(scaling.DigitalMin, scaling.DigitalMax), Math.Max(scaling.DigitalMin, scaling.DigitalMax));
    }
}
