namespace Streaming.Parts.Mqtt.Session;

/// <summary>
/// Holds the socket reader, and through TCP the broker, while the application has no room; never while this side waits for a reply of the
/// broker, since that reply lies behind what is not read.
/// </summary>
internal sealed class ReaderGate(Func<bool> replyAwaited)
{
    private readonly Lock _gate = new();
    private TaskCompletionSource? _changed;

    public bool IsHolding { get; private set; }

    /// <summary>True as soon as <paramref name="tryEnter"/> succeeds; false when it does not and a reply is awaited: the reader must go on.</summary>
    public async ValueTask<bool> EnterAsync(Func<bool> tryEnter, CancellationToken cancellationToken)
    {
        try
        {
            while (true)
            {
                Task changed;
                lock (_gate)
                {
                    if (tryEnter())
                        return true;
                    if (replyAwaited())
                        return false;
                    IsHolding = true;
                    _changed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                    changed = _changed.Task;
                }

                await changed.WaitAsync(cancellationToken);
            }
        }
        finally
        {
            IsHolding = false;
        }
    }

    /// <summary>There may be room, or a reply may be awaited: look again.</summary>
    public void Signal()
    {
        lock (_gate)
            _changed?.TrySetResult();
    }
}
