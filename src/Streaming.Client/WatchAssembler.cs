using Streaming.V1;
using Item = Streaming.V1.WatchResponse.ItemOneofCase;

namespace Streaming.Client;

/// <summary>Turns the messages of successive streams into items: whole snapshots, each result once, and the token to resume with.</summary>
internal sealed class WatchAssembler(ResumeToken? resume)
{
    private readonly RevisionLedger _ledger = new();
    private readonly List<Bed> _beds = [];
    private readonly List<Advisory> _advisories = [];
    private List<Night>? _nights;
    private bool _reset;

    /// <summary>Where to resume. Within a snapshot it stays where it was: half a snapshot is none.</summary>
    public ResumeToken? Token { get; private set; } = resume;

    /// <summary>What was told before is all there is until the snapshot is whole.</summary>
    public bool IsInSnapshot => _nights is not null;

    /// <summary>A stream has broken; a snapshot it was sending is lost.</summary>
    public void Break() => _nights = null;

    /// <summary>The items a message completes, in order.</summary>
    public IReadOnlyList<WatchItem> Take(WatchResponse message)
    {
        IReadOnlyList<WatchItem> items = message.ItemCase == Item.SnapshotEnd ? EndSnapshot() : Translate(message) is { } item ? [item] : [];
        if (message.Token is not null && _nights is null)
            Token = message.Token;
        return items;
    }

    private WatchItem? Translate(WatchResponse message)
    {
        switch (message.ItemCase)
        {
            case Item.SnapshotBegin:
                (_nights, _reset) = ([], message.SnapshotBegin.Reset);
                _beds.Clear();
                _advisories.Clear();
                return null;
            case Item.SnapshotNight:
                _nights?.Add(message.SnapshotNight);
                return null;
            case Item.Report:
                return _ledger.Accept(message.Report) ? new WatchItem.Stage(message.Report) : null;
            case Item.Bed when _nights is not null:
                _beds.Add(message.Bed);
                return null;
            case Item.Bed:
                return new WatchItem.BedChanged(message.Bed);
            case Item.Advisory when _nights is not null:
                _advisories.Add(message.Advisory);
                return null;
            case Item.Advisory:
                return new WatchItem.AdvisoryChanged(message.Advisory);
            case Item.Heartbeat:
                return new WatchItem.Heartbeat(message.Heartbeat);
            case Item.Lights:
                return new WatchItem.Lights(message.Lights);
            case Item.Note:
                return new WatchItem.Note(message.Note);
            case Item.Mark:
                return new WatchItem.Marked(message.Mark);
            case Item.Signature:
                return new WatchItem.Signed(message.Signature);
            default:
                // A kind of a later version; its token counts all the same.
                return null;
        }
    }

    // What stands at beds without a night follows: who forgets with the snapshot what it had is to hear of it.
    private IReadOnlyList<WatchItem> EndSnapshot()
    {
        if (_nights is not { } nights)
            return [];
        _nights = null;
        if (_reset)
            _ledger.Clear();
        foreach (var report in nights.SelectMany(night => night.Reports))
            _ledger.Accept(report);
        return [new WatchItem.Snapshot(_reset, nights, [.. _beds]), .. _advisories.Select(advisory => new WatchItem.AdvisoryChanged(advisory))];
    }
}
