namespace Streaming.Tests.Interop.Browser;

/// <summary>What a page has cost so far, by Chromium's own metrics.</summary>
/// <param name="ThreadSeconds">Processor time of the main thread.</param>
/// <param name="WallSeconds">Of the same clock's wall time.</param>
/// <param name="HeapBytes">Of scripts, their arrays and the document, still in use after a collection.</param>
internal sealed record PageLoad(double ThreadSeconds, double WallSeconds, long HeapBytes)
{
    /// <summary>Share of the time since an earlier look that the main thread worked.</summary>
    public double BusySince(PageLoad before) => (ThreadSeconds - before.ThreadSeconds) / (WallSeconds - before.WallSeconds);
}
