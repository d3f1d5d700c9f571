namespace Streaming.Core.Signals.Edf;

/// <summary>What was odd about a file; bounded, because a garbled file can be odd in every record.</summary>
internal sealed class RemarkList
{
    private const int Maximum = 200;
    private readonly List<string> _remarks = [];

    public IReadOnlyList<string> Remarks => _remarks;

    public void Add(string remark)
    {
        if (_remarks.Count == Maximum) _remarks.Add("and more; only the first are listed.");
        if (_remarks.Count < Maximum) _remarks.Add(remark);
    }
}
