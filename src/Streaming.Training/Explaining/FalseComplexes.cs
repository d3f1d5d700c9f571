using System.Globalization;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;

namespace Streaming.Training.Explaining;

/// <summary>Why K-complexes are missed and falsely found: what stands where the detector was wrong.</summary>
internal sealed class FalseComplexes
{
    private readonly List<double> _missed = [];
    private readonly List<double> _all = [];
    private int _onSlowWaves;
    private int _elsewhereInN2;
    private int _outsideN2;

    public void Add(StagedNight night, DetectorTally tally)
    {
        var slow = night.Events.Where(happened => happened.Kind == SimulatedEventKind.SlowWave).Select(Span).ToList();
        foreach (var wrong in tally.FalseSpans)
        {
            if (slow.Exists(wave => wave.Overlap(wrong) > 0)) _onSlowWaves++;
            else if (StageAt(night, wrong) == Stage.N2) _elsewhereInN2++;
            else _outsideN2++;
        }
        foreach (var happened in night.Events.Where(happened => happened.Kind == SimulatedEventKind.KComplex))
        {
            _all.Add(happened.AmplitudeMicrovolts);
            if (tally.MissedSpans.Exists(span => span.Overlap(Span(happened)) > 0)) _missed.Add(happened.AmplitudeMicrovolts);
        }
    }

    public string Line() => string.Create(CultureInfo.InvariantCulture,
        $"K-complexes        false on simulated slow waves={_onSlowWaves}, in N2 where nothing was put={_elsewhereInN2}, in other stages={_outsideN2}; median trough of all={Median(_all):f0} µV, of those missed={Median(_missed):f0} µV");

    private static Stage? StageAt(StagedNight night, EventSpan span) =>
        night.Reference.At((long)Math.Max(0, Math.Floor((span.From - (double)night.Study.EpochOriginSeconds) / 30)));

    private static EventSpan Span(SimulatedEvent happened) => new(happened.OnsetSeconds, happened.OnsetSeconds + happened.DurationSeconds);

    private static double Median(List<double> values) => values.Count == 0 ? double.NaN : values.Order().ElementAt(values.Count / 2);
}
