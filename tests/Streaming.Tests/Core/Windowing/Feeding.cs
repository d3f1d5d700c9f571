using System.Runtime.InteropServices;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

/// <summary>Feeds sessions as the service does, one journal record a block, and compares what comes out.</summary>
internal static class Feeding
{
    private const long RecordBytes = 100;

    public static List<Epoch> Feed(this BedSession session, IEnumerable<SampleBlock> blocks, StudyEnd? end = null, long offset = 0)
    {
        var epochs = new List<Epoch>();
        foreach (var block in blocks)
        {
            epochs.AddRange(session.Accept(block, offset, offset + RecordBytes));
            offset += RecordBytes;
        }
        if (end is not null) epochs.AddRange(session.End(end, offset + RecordBytes));
        return epochs;
    }

    /// <summary>Goes on from a stored epoch, the journal read again from where it says.</summary>
    public static (BedSession Session, List<Epoch> Epochs) Resume(
        Recording recording, IReadOnlyList<SampleBlock> journal, Epoch from, BedSessionOptions? options = null)
    {
        var session = BedSession.Restore(recording.Study, recording.Montage, SignalSpecs.V1, options ?? new BedSessionOptions(), from.StateAfter);
        var first = (int)(from.ResumeOffset / RecordBytes);
        return (session, session.Feed(journal.Skip(first), recording.End, Math.Max(from.ResumeOffset, first * RecordBytes)));
    }

    /// <summary>From every epoch that was kept, the rest of the night, its accounts and its states are what they were.</summary>
    public static void AssertGoesOnFromAnywhere(Recording recording, List<SampleBlock> journal, BedSessionOptions? options = null)
    {
        var whole = recording.Session(options);
        var expected = whole.Feed(journal, recording.End);
        foreach (var epoch in expected)
        {
            var (session, rest) = Resume(recording, journal, epoch, options);
            var later = expected.Skip((int)epoch.Number + 1).ToList();
            AssertSame(later, rest);
            Assert.Equal(whole.StudyAccounts, session.StudyAccounts);
            Assert.Equal(later.Select(next => next.ResumeOffset), rest.Select(next => next.ResumeOffset));
            foreach (var (one, other) in later.Zip(rest)) Assert.Equal(one.StateAfter, other.StateAfter);
        }
    }

    /// <param name="expected">Epochs.</param>
    /// <param name="actual">Epochs.</param>
    /// <param name="accounted">Channels whose accounts must agree; null: all.</param>
    public static void AssertSame(IReadOnlyList<Epoch> expected, IReadOnlyList<Epoch> actual, IReadOnlyList<int>? accounted = null)
    {
        Assert.Equal(expected.Select(epoch => epoch.Number), actual.Select(epoch => epoch.Number));
        foreach (var (one, other) in expected.Zip(actual)) AssertSame(one, other, accounted);
    }

    private static void AssertSame(Epoch expected, Epoch actual, IReadOnlyList<int>? accounted)
    {
        for (var row = 0; row < expected.Rows.Count; row++)
        {
            Assert.Equal(expected.Rows[row] is null, actual.Rows[row] is null);
            Assert.True(
                MemoryMarshal.AsBytes(expected.Rows[row].AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(actual.Rows[row].AsSpan())),
                $"Row {row} of epoch {expected.Number} differs.");
        }
        Assert.Equal(expected.ScalesMicrovolts, actual.ScalesMicrovolts);
        Assert.Equal(Accounts(expected, accounted), Accounts(actual, accounted));
        Assert.Equal(expected.UnscorableReason, actual.UnscorableReason);
        Assert.Equal(expected.Quality, actual.Quality);
        Assert.Equal(expected.StartSeconds, actual.StartSeconds);
    }

    private static IEnumerable<SampleAccount> Accounts(Epoch epoch, IReadOnlyList<int>? accounted) =>
        epoch.Accounts.Where(account => accounted?.Contains(account.Channel) != false).Select(WithoutTransport);

    private static SampleAccount WithoutTransport(SampleAccount account) =>
        account with { Received = account.Received + account.Backfilled, Backfilled = 0, Repeated = 0 };
}
