using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>What was found in one epoch so far, in samples; the same event in two rows is one.</summary>
internal sealed class FindingList
{
    private readonly List<(FindingKind Kind, int Lane, int From, int To, double Amplitude, double Hertz)> _items = [];

    public void Clear() => _items.Clear();

    /// <summary>Adds an event, or joins it to one of its kind that it overlaps; the row of the greater amplitude names it.</summary>
    public void Join(FindingKind kind, int lane, int from, int to, double amplitude, double hertz = 0)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            var other = _items[i];
            if (other.Kind != kind || other.To <= from || to <= other.From) continue;
            var larger = amplitude > other.Amplitude;
            _items[i] = (kind, larger ? lane : other.Lane, Math.Min(from, other.From), Math.Max(to, other.To),
                Math.Max(amplitude, other.Amplitude), larger ? hertz : other.Hertz);
            return;
        }
        _items.Add((kind, lane, from, to, amplitude, hertz));
    }

    /// <summary>An event of one of the kinds overlaps the span.</summary>
    public bool Overlaps(int from, int to, params ReadOnlySpan<FindingKind> kinds)
    {
        foreach (var item in _items)
            if (kinds.Contains(item.Kind) && item.From < to && from < item.To) return true;
        return false;
    }

    /// <param name="startSeconds">Study time of sample 0.</param>
    /// <param name="delays">By lane: how late the rows are, seconds.</param>
    public Finding[] ToFindings(double startSeconds, ReadOnlySpan<double> delays)
    {
        var found = new Finding[_items.Count];
        for (var i = 0; i < found.Length; i++)
        {
            var (kind, lane, from, to, amplitude, hertz) = _items[i];
            var onset = startSeconds + from / (double)Epoch.RateHz - delays[lane];
            found[i] = new Finding(kind, EpochSignals.RowOf(lane), onset, (to - from) / (double)Epoch.RateHz, amplitude, hertz);
        }
        Array.Sort(found, static (a, b) =>
            a.OnsetSeconds != b.OnsetSeconds ? a.OnsetSeconds.CompareTo(b.OnsetSeconds) : ((int)a.Kind).CompareTo((int)b.Kind));
        return found;
    }
}
