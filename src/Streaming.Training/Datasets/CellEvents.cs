using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>Which events every cell (second × row) of an epoch shows, as far as it is known: what a network may be taught beside the stage.</summary>
/// <remarks>One byte a cell: a bit for each kind, and <see cref="Known"/> where it is known at all.</remarks>
internal static class CellEvents
{
    /// <summary>Kinds, and the lowest bits.</summary>
    public const int Kinds = 7;

    /// <summary>The cell is there and its events are known: a bit that is not set says that there is none.</summary>
    public const byte Known = 1 << Kinds;

    /// <summary>Cells of an epoch.</summary>
    public const int Count = Rows * Epoch.Seconds;

    private const int Rows = 6;
    private const double LeastSeconds = 0.2; // of the event inside the second

    private static readonly SimulatedEventKind[] s_kinds =
    [
        SimulatedEventKind.Spindle, SimulatedEventKind.KComplex, SimulatedEventKind.SlowWave, SimulatedEventKind.Alpha,
        SimulatedEventKind.RapidEyeMovement, SimulatedEventKind.SlowEyeMovement, SimulatedEventKind.Blink,
    ];

    /// <summary>Of a night's events those that cells can show.</summary>
    public static SimulatedEvent[] Shown(IReadOnlyList<SimulatedEvent> events) => [.. events.Where(happened => s_kinds.Contains(happened.Kind))];

    /// <summary>[6 × 30]; waves are shown by all EEG rows, eye movements by both eyes' rows, none by the chin's.</summary>
    /// <param name="epoch">Rows it lacks are not known.</param>
    /// <param name="shown">Of the whole night.</param>
    public static byte[] Of(Epoch epoch, IReadOnlyList<SimulatedEvent> shown)
    {
        var cells = new byte[Count];
        for (var row = 0; row < Rows; row++)
            if (epoch.Rows[row] is not null) cells.AsSpan(row * Epoch.Seconds, Epoch.Seconds).Fill(Known);
        var start = (double)epoch.StartSeconds;
        foreach (var happened in shown)
        {
            var from = happened.OnsetSeconds - start;
            var to = from + happened.DurationSeconds;
            if (to <= 0 || from >= Epoch.Seconds) continue;
            for (var second = Math.Max(0, (int)from); second < Epoch.Seconds && second < to; second++)
                if (Math.Min(to, second + 1) - Math.Max(from, second) >= Math.Min(LeastSeconds, happened.DurationSeconds / 2))
                    Mark(cells, happened.Kind, second);
        }
        return cells;
    }

    private static void Mark(byte[] cells, SimulatedEventKind happened, int second)
    {
        var kind = Array.IndexOf(s_kinds, happened);
        var isOfTheEyes = happened is SimulatedEventKind.RapidEyeMovement or SimulatedEventKind.SlowEyeMovement or SimulatedEventKind.Blink;
        var (first, last) = isOfTheEyes ? (DerivationRow.LeftEye, DerivationRow.RightEye) : (DerivationRow.Frontal, DerivationRow.Occipital);
        for (var row = (int)first; row <= (int)last; row++)
        {
            ref var cell = ref cells[row * Epoch.Seconds + second];
            if (cell != 0) cell |= (byte)(1 << kind);
        }
    }
}
