using Streaming.Core.Signals;
using Streaming.V1;

namespace Streaming.Service.Ingest;

/// <summary>Checks an event of a known study.</summary>
internal static class EventReader
{
    private const int MaximumTextCharacters = 2000;

    public static Rejection? FaultOf(StudyEvent message, StudyDirectory.Known known, int maximumStudyHours)
    {
        if (!StudyReader.TryReadId(message.EventId, out _)) return Refuse($"event_id {StudyReader.Shown(message.EventId)} is not a lower-case UUID");
        // The end has no time of its own: the last indices are it.
        if (message.WhatCase == StudyEvent.WhatOneofCase.StudyEnded) return FaultOfEnd(message.StudyEnded, known.IndexLimits(maximumStudyHours));
        if (!StudyReader.TryRead(message.AtSeconds, out var at)) return Refuse($"at_seconds {StudyReader.RatioFault(message.AtSeconds)}");
        var limit = maximumStudyHours * 3600;
        if (at < Core.Signals.Rational.Zero || at > new Core.Signals.Rational(limit)) return Refuse($"at_seconds {at} is not in 0..{limit}");
        return message.WhatCase switch
        {
            StudyEvent.WhatOneofCase.None => Refuse("what: none that this version knows"),
            StudyEvent.WhatOneofCase.Marker => FaultOfText("text", message.Marker.Text),
            StudyEvent.WhatOneofCase.Note => FaultOfText("text", message.Note.Text) ?? FaultOfText("author", message.Note.Author),
            _ => FaultOfMark(message),
        };
    }

    /// <summary>Of a channel that is not named, what has come is all there is.</summary>
    public static StudyEnd ToEnd(StudyEnded ended, Study study)
    {
        var last = new long[study.Channels.Count];
        Array.Fill(last, -1);
        foreach (var channel in ended.Channels) last[channel.Channel] = channel.LastIndex;
        return new StudyEnd(last);
    }

    private static Rejection? FaultOfText(string field, string text) =>
        text.Length <= MaximumTextCharacters ? null : Refuse($"{field} has {text.Length} characters; {MaximumTextCharacters} may be");

    // Lights carry nothing but their time.
    private static Rejection? FaultOfMark(StudyEvent message) =>
        MarkReader.Of(message) is { } mark && MarkReader.FaultOf(mark) is var (field, limit) ? Refuse($"{field}: {limit}") : null;

    private static Rejection? FaultOfEnd(StudyEnded ended, IReadOnlyList<long> indexLimits)
    {
        foreach (var channel in ended.Channels)
        {
            if (channel.Channel >= indexLimits.Count) return Refuse($"channel {channel.Channel}; the study has {indexLimits.Count}");
            var limit = indexLimits[(int)channel.Channel];
            if (channel.LastIndex < -1 || channel.LastIndex >= limit)
                return Refuse($"channel {channel.Channel}: last_index {channel.LastIndex} is not in -1..{limit - 1}");
        }
        return null;
    }

    private static Rejection Refuse(string text) => new(Rejection.MalformedEvent, text);
}
