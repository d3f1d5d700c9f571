using Streaming.Core.Simulation;

namespace Streaming.Training.Explaining;

/// <summary>From and to, seconds of study time.</summary>
internal readonly record struct EventSpan(double From, double To)
{
    public double Seconds => To - From;

    public double Overlap(EventSpan other) => Math.Min(To, other.To) - Math.Max(From, other.From);

    public static EventSpan Of(SimulatedEvent happened) => new(happened.OnsetSeconds, happened.OnsetSeconds + happened.DurationSeconds);

    /// <summary>Spans that touch become one, in order.</summary>
    public static List<EventSpan> Joined(IEnumerable<EventSpan> spans)
    {
        var joined = new List<EventSpan>();
        foreach (var span in spans.OrderBy(span => span.From))
        {
            if (joined.Count > 0 && span.From <= joined[^1].To) joined[^1] = joined[^1] with { To = Math.Max(joined[^1].To, span.To) };
            else joined.Add(span);
        }
        return joined;
    }
}
