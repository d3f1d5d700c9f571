using System.Globalization;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;

namespace Streaming.Training.Explaining;

/// <summary>Why events of one kind are missed and falsely found: what was put where the detector was wrong, else the stage there, and how tall the missed
/// ones are.</summary>
internal sealed class DetectorErrors(SimulatedEventKind kind)
{
    private const int Named = 6;

    // Of a night's spells these say little of what a false finding is.
    private static readonly SimulatedEventKind[] s_passed = [SimulatedEventKind.HeartLeakage, SimulatedEventKind.Hum, SimulatedEventKind.Snoring];
    private readonly Dictionary<string, int> _false = [];
    private readonly Dictionary<string, int> _missedIn = [];
    private readonly List<double> _missed = [];
    private readonly List<double> _all = [];

    public void Add(StagedNight night, DetectorTally tally)
    {
        var others = night.Events.Where(happened => happened.Kind != kind && !s_passed.Contains(happened.Kind)).ToList();
        foreach (var wrong in tally.FalseSpans) Count(_false, What(night, others, wrong));
        foreach (var span in tally.MissedSpans) Count(_missedIn, $"{StageAt(night, span)}");
        foreach (var happened in night.Events.Where(happened => happened.Kind == kind))
        {
            _all.Add(happened.AmplitudeMicrovolts);
            if (tally.MissedSpans.Exists(span => span.Overlap(EventSpan.Of(happened)) > 0)) _missed.Add(happened.AmplitudeMicrovolts);
        }
    }

    public string Line() => string.Create(CultureInfo.InvariantCulture,
        $"{kind,-18} false: {Most(_false)}; missed: {Most(_missedIn)}; median height of all={Median(_all):f0} µV, of those missed={Median(_missed):f0} µV");

    // What shares most with it.
    private static string What(StagedNight night, List<SimulatedEvent> others, EventSpan wrong)
    {
        var there = others.Where(other => EventSpan.Of(other).Overlap(wrong) > 0).OrderByDescending(other => EventSpan.Of(other).Overlap(wrong)).ToList();
        return there.Count > 0 ? $"on {there[0].Kind}" : $"on nothing in {StageAt(night, wrong)}";
    }

    private static Stage? StageAt(StagedNight night, EventSpan span) =>
        night.Reference.At((long)Math.Max(0, Math.Floor((span.From - (double)night.Study.EpochOriginSeconds) / 30)));

    private static void Count(Dictionary<string, int> counts, string what) => counts[what] = counts.GetValueOrDefault(what) + 1;

    private static string Most(Dictionary<string, int> counts) =>
        string.Join(", ", counts.OrderByDescending(pair => pair.Value).ThenBy(pair => pair.Key, StringComparer.Ordinal).Take(Named).Select(pair => $"{pair.Key} {pair.Value}"));

    private static double Median(List<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);
}
