using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Explaining;

/// <summary>Which cells of a picture hold an event that defines its stage: seconds it takes part in, in the rows where it shows.</summary>
internal static class DefiningCells
{
    private const double LeastSeconds = 0.2; // of the event inside the second

    /// <summary>The night's events, with the slow waves that a ruler finds in each EEG row instead of those that were planned: a background wave of 75 µV
    /// defines N3 as well, and a planned one that is low in a row does not show there.</summary>
    public static IReadOnlyList<SimulatedEvent> Measured(StagedNight night) => night.Cortex is not { } cortex
        ? night.Events
        : [.. night.Events.Where(happened => happened.Kind != SimulatedEventKind.SlowWave), .. SlowWaveRuler.Measure(cortex())];

    /// <summary>[6 × 30].</summary>
    public static bool[] Of(Epoch epoch, Stage stage, IReadOnlyList<SimulatedEvent> events)
    {
        var cells = new bool[AblationMapper.Cells];
        var start = (double)epoch.StartSeconds;
        foreach (var happened in events)
        {
            if (!EventKinds.Defines(happened.Kind, stage)) continue;
            var span = new EventSpan(happened.OnsetSeconds - start, happened.OnsetSeconds + happened.DurationSeconds - start);
            if (span.To <= 0 || span.From >= Epoch.Seconds) continue;
            for (var second = Math.Max(0, (int)span.From); second < Epoch.Seconds && second < span.To; second++)
                if (span.Overlap(new EventSpan(second, second + 1)) >= Math.Min(LeastSeconds, span.Seconds / 2)) Mark(cells, epoch, happened, second);
        }
        return cells;
    }

    private static void Mark(bool[] cells, Epoch epoch, SimulatedEvent happened, int second)
    {
        var (first, last) = happened switch
        {
            { Kind: SimulatedEventKind.RapidEyeMovement } => (DerivationRow.LeftEye, DerivationRow.RightEye),
            { Kind: SimulatedEventKind.SlowWave, Row: { } row } => (row, row),
            _ => (DerivationRow.Frontal, DerivationRow.Occipital),
        };
        for (var row = (int)first; row <= (int)last; row++)
            if (epoch.Rows[row] is not null) cells[row * Epoch.Seconds + second] = true;
    }
}
