using System.Collections.Concurrent;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Observing;

/// <summary>Advisories on what concerns every bed: told at each, because that is where people look.</summary>
internal sealed class WardNotice(BedBoard beds, AdvisoryDesk advisories)
{
    private readonly ConcurrentDictionary<string, (string Text, AdvisoryPriority Priority)> _lasting = new();

    public void Raise(string cause, string text, AdvisoryPriority priority)
    {
        _lasting[cause] = (text, priority);
        foreach (var bed in beds.All()) advisories.Raise(new BedKey(bed.Site, bed.Bed_), bed.StudyId, cause, text, priority);
    }

    public void End(string cause)
    {
        _lasting.TryRemove(cause, out _);
        foreach (var bed in beds.All()) advisories.End(new BedKey(bed.Site, bed.Bed_), cause);
    }

    /// <summary>A study begins while something lasts.</summary>
    public void TellOf(BedKey bed, string studyId)
    {
        foreach (var (cause, (text, priority)) in _lasting) advisories.Raise(bed, studyId, cause, text, priority);
    }
}
