using Microsoft.Extensions.Time.Testing;
using Streaming.Client;

namespace Streaming.Tests.Client;

/// <summary>A watcher over scripted streams and a clock that the test moves.</summary>
internal sealed class Watched : IAsyncDisposable
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);

    private readonly IAsyncEnumerator<WatchItem> _items;

    public Watched(ScriptedMonitor monitor)
    {
        Watcher = new StageWatcher(monitor, WatchFilter.Everything, new MonitorOptions { JitterSeed = 5 }, Time);
        var token = TestContext.Current.CancellationToken;
        _items = Watcher.WatchAsync(cancellationToken: token).GetAsyncEnumerator(token);
    }

    public FakeTimeProvider Time { get; } = new();

    public StageWatcher Watcher { get; }

    /// <summary>The next item; the clock moves until it comes.</summary>
    public async Task<WatchItem> NextAsync()
    {
        var next = BeginNext();
        while (!next.IsCompleted)
        {
            Time.Advance(Step);
            await Task.Yield();
        }

        return await next;
    }

    /// <summary>The next item; the clock stands still.</summary>
    public Task<WatchItem> BeginNext() => MoveAsync();

    public async Task<List<WatchItem>> TakeAsync(int count)
    {
        var items = new List<WatchItem>();
        while (items.Count < count)
            items.Add(await NextAsync());
        return items;
    }

    public ValueTask DisposeAsync() => _items.DisposeAsync();

    private async Task<WatchItem> MoveAsync()
    {
        Assert.True(await _items.MoveNextAsync());
        return _items.Current;
    }
}
