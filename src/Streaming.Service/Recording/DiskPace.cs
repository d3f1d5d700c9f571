namespace Streaming.Service.Recording;

/// <summary>How fast a disk fills: by what was free within the last hour.</summary>
internal sealed class DiskPace
{
    private static readonly TimeSpan s_memory = TimeSpan.FromHours(1);
    private static readonly TimeSpan s_least = TimeSpan.FromMinutes(30); // a backup, or a night replayed in a minute, is not a pace
    private readonly Queue<(TimeSpan At, long Free)> _seen = [];

    /// <summary>Hours until nothing is free at that pace; null: it does not fill, or too little is known.</summary>
    /// <param name="now">By a clock that nobody sets.</param>
    /// <param name="freeBytes">Then.</param>
    public double? HoursToFull(TimeSpan now, long freeBytes)
    {
        _seen.Enqueue((now, freeBytes));
        while (_seen.Peek().At < now - s_memory) _seen.Dequeue();
        var (from, free) = _seen.Peek();
        var hours = (now - from).TotalHours;
        return now - from < s_least || free <= freeBytes ? null : freeBytes / ((free - freeBytes) / hours);
    }
}
