using Streaming.V1;

namespace Streaming.Tests.Client;

/// <summary>Short forms of what a service says.</summary>
internal static class Messages
{
    public const string Store = "store";

    public static WatchResponse Begin(bool reset = false, ulong at = 1) =>
        new() { SnapshotBegin = new SnapshotBegin { Reset = reset }, Token = Token(at) };

    public static WatchResponse SnapshotNight(ulong at, params StageReport[] reports) =>
        new() { SnapshotNight = new Night { Reports = { reports } }, Token = Token(at) };

    public static WatchResponse Standing(string bed) => new() { Bed = new Bed { Site = "s", Bed_ = bed }, Token = Token(1) };

    public static WatchResponse SnapshotEnd(ulong at) => new() { SnapshotEnd = new SnapshotEnd(), Token = Token(at) };

    public static WatchResponse Beat(double intervalSeconds, ulong at = 1) =>
        new() { Heartbeat = new Heartbeat { IntervalSeconds = intervalSeconds }, Token = Token(at) };

    public static WatchResponse Told(long epoch, Revision revision, ulong sequence) =>
        new() { Report = Report(epoch, revision, sequence), Token = Token(sequence) };

    public static StageReport Report(long epoch, Revision revision, ulong sequence, Stage stage = Stage.N2) =>
        new() { StudyId = "study", Site = "s", Bed = "b", Epoch = epoch, Revision = revision, CommitSequence = sequence, Stage = stage };

    public static ResumeToken Token(ulong at) => new() { StoreId = Store, CommitSequence = at };
}
