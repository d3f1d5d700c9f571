using Streaming.Client;
using Streaming.V1;

namespace Streaming.Station.Watching;

/// <summary>What is known of each bed, for the screen.</summary>
internal sealed class BedBoard(TimeProvider time)
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, BedRow> _rows = new(StringComparer.Ordinal);
    private (DateTimeOffset At, long Heard)? _beat;

    /// <summary>The service's clock, by its latest heartbeat: this computer's may be set otherwise, and may be set anew. This computer's until the first comes.</summary>
    public DateTimeOffset ServiceNow
    {
        get
        {
            lock (_lock)
            {
                return _beat is { } beat ? beat.At + time.GetElapsedTime(beat.Heard) : time.GetUtcNow();
            }
        }
    }

    public IReadOnlyList<BedRow> Rows
    {
        get
        {
            lock (_lock)
            {
                return [.. _rows.Values];
            }
        }
    }

    public void Apply(WatchItem item)
    {
        lock (_lock)
        {
            switch (item)
            {
                case WatchItem.Snapshot { Nights: var nights, Beds: var beds, Reset: var reset }:
                    if (reset)
                        _rows.Clear();
                    foreach (var report in nights.SelectMany(night => night.Reports).OrderBy(report => report.Epoch))
                        Update(report.Site, report.Bed, row => row.With(report, DecidedAt(report)));
                    foreach (var night in nights)
                        foreach (var mark in night.Lights)
                            Update(night.Site, night.Bed, row => row.With(mark));
                    foreach (var bed in beds)
                        Update(bed.Site, bed.Bed_, row => row.With(bed));
                    break;
                case WatchItem.Stage { Report: var report }:
                    Update(report.Site, report.Bed, row => row.With(report, DecidedAt(report)));
                    break;
                case WatchItem.Heartbeat { Beat: { At: { } at } }:
                    _beat = (at.ToDateTimeOffset(), time.GetTimestamp());
                    break;
                case WatchItem.Lights { Mark: var mark } when _rows.Values.FirstOrDefault(row => row.StudyId == mark.StudyId) is { } marked:
                    _rows[marked.Name] = marked.With(mark);
                    break;
                case WatchItem.BedChanged { Bed: var bed }:
                    Update(bed.Site, bed.Bed_, row => row.With(bed));
                    break;
            }
        }
    }

    private DateTimeOffset DecidedAt(StageReport report) => report.Committed?.ToDateTimeOffset() ?? ServiceNow;

    private void Update(string site, string bed, Func<BedRow, BedRow> change)
    {
        var name = $"{site}/{bed}";
        _rows[name] = change(_rows.GetValueOrDefault(name) ?? BedRow.Empty(name));
    }
}
