namespace Streaming.Tests.Core.Rendering;

/// <summary>What an action allocates on its thread once warm.</summary>
internal static class Allocation
{
    /// <summary>The least of ten runs: the runtime's own rare allocations (recompiling a hot method) hit a run or two, an action's own hit
    /// all.</summary>
    public static long Bytes(Action action)
    {
        for (var i = 0; i < 3; i++) action();
        return Enumerable.Range(0, 10).Min(_ =>
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            action();
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }
}
