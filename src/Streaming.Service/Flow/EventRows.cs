using Google.Protobuf;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>What a gateway said of a study, as the night log keeps it.</summary>
internal static class EventRows
{
    public static void Add(NightLogTransaction transaction, BedKey bed, StudyEvent happened, DateTimeOffset now)
    {
        switch (Words(happened))
        {
            case LightsMark lights:
                transaction.AddLights(bed, lights, now);
                break;
            case NightNote note:
                transaction.AddNote(bed, note);
                break;
            case NightMark mark:
                transaction.AddMark(bed, mark);
                break;
        }
    }

    /// <summary>What is kept of it; null of the study's end, which is no row.</summary>
    public static IMessage? Words(StudyEvent happened) => happened.WhatCase switch
    {
        StudyEvent.WhatOneofCase.LightsOff => new LightsMark { StudyId = happened.StudyId, On = false, AtSeconds = happened.AtSeconds },
        StudyEvent.WhatOneofCase.LightsOn => new LightsMark { StudyId = happened.StudyId, On = true, AtSeconds = happened.AtSeconds },
        StudyEvent.WhatOneofCase.Note =>
            new NightNote { StudyId = happened.StudyId, AtSeconds = happened.AtSeconds, Text = happened.Note.Text, Author = happened.Note.Author },
        StudyEvent.WhatOneofCase.Marker => new NightNote { StudyId = happened.StudyId, AtSeconds = happened.AtSeconds, Text = happened.Marker.Text },
        _ => MarkReader.Of(happened),
    };
}
