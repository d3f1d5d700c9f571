using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>What a gateway said of a study, as the night log keeps it.</summary>
internal static class EventRows
{
    public static void Add(NightLogTransaction transaction, BedKey bed, StudyEvent happened, DateTimeOffset now)
    {
        switch (happened.WhatCase)
        {
            case StudyEvent.WhatOneofCase.LightsOff or StudyEvent.WhatOneofCase.LightsOn:
                var on = happened.WhatCase == StudyEvent.WhatOneofCase.LightsOn;
                transaction.AddLights(bed, new LightsMark { StudyId = happened.StudyId, On = on, AtSeconds = happened.AtSeconds }, now);
                break;
            case StudyEvent.WhatOneofCase.Note:
                var note = happened.Note;
                transaction.AddNote(bed, new NightNote { StudyId = happened.StudyId, AtSeconds = happened.AtSeconds, Text = note.Text, Author = note.Author });
                break;
            case StudyEvent.WhatOneofCase.Marker:
                transaction.AddNote(bed, new NightNote { StudyId = happened.StudyId, AtSeconds = happened.AtSeconds, Text = happened.Marker.Text });
                break;
            default:
                if (MarkReader.Of(happened) is { } mark) transaction.AddMark(bed, mark);
                break;
        }
    }
}
