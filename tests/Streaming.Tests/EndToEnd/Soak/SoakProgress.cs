using System.Collections.Concurrent;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>How far the service has decided each study, as its watcher was told.</summary>
internal sealed class SoakProgress
{
    private readonly ConcurrentDictionary<string, int> _seconds = new();
    private readonly Lock _gate = new();
    private TaskCompletionSource _moved = New();

    public int SecondsOf(string studyId) => _seconds.GetValueOrDefault(studyId);

    public void Note(StageReport report)
    {
        if (report.Revision != Revision.Final) return;
        _seconds[report.StudyId] = (int)(report.Epoch + 1) * 30;
        TaskCompletionSource moved;
        lock (_gate) (moved, _moved) = (_moved, New());
        moved.TrySetResult();
    }

    /// <summary>Returns when it has, or when the token fires.</summary>
    public async Task ReachedAsync(string studyId, int seconds, CancellationToken cancellationToken)
    {
        while (!cancellationToken.IsCancellationRequested)
        {
            Task moved;
            lock (_gate) moved = _moved.Task;
            if (SecondsOf(studyId) >= seconds) return;
            await moved.WaitAsync(cancellationToken).ContinueWith(static _ => { }, TaskScheduler.Default);
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
