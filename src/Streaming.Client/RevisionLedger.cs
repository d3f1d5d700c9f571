using Streaming.V1;

namespace Streaming.Client;

/// <summary>Remembers the highest revision seen of each epoch, so that what is delivered again or overtaken is not passed on.</summary>
internal sealed class RevisionLedger
{
    // A bed has one study a night; older studies get no more results.
    private const int MaxStudies = 512;

    private readonly Dictionary<string, Dictionary<long, (Revision Revision, ulong Sequence)>> _studies = [];
    private readonly Queue<string> _order = [];

    /// <summary>True when the report is news: PROVISIONAL always, else a higher revision, or a later commit of the same one.</summary>
    public bool Accept(StageReport report)
    {
        if (report.Revision == Revision.Provisional)
            return true;
        var epochs = EpochsOf(report.StudyId);
        var (revision, sequence) = (report.Revision, report.CommitSequence);
        if (epochs.TryGetValue(report.Epoch, out var known)
            && (revision < known.Revision || (revision == known.Revision && sequence <= known.Sequence)))
            return false;
        epochs[report.Epoch] = (revision, sequence);
        return true;
    }

    public void Clear()
    {
        _studies.Clear();
        _order.Clear();
    }

    private Dictionary<long, (Revision Revision, ulong Sequence)> EpochsOf(string studyId)
    {
        if (_studies.TryGetValue(studyId, out var epochs))
            return epochs;
        if (_order.Count == MaxStudies)
            _studies.Remove(_order.Dequeue());
        _order.Enqueue(studyId);
        return _studies[studyId] = [];
    }
}
