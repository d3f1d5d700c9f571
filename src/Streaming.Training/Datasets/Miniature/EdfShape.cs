using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Training.Datasets.Miniature;

/// <summary>How a simulated night becomes an EDF file.</summary>
internal sealed record EdfShape
{
    /// <summary>Simulated seconds in a data record.</summary>
    public int RecordSeconds { get; init; } = 1;

    /// <summary>What the header says a record lasts, where it is not that: makes every rate fractional.</summary>
    public Rational? StatedRecordSeconds { get; init; }

    /// <summary>The label in the file by the simulator's label; a label that is not named stays, null leaves the channel out.</summary>
    public IReadOnlyDictionary<string, string?> Labels { get; init; } = new Dictionary<string, string?>();

    public EdfContinuity Continuity { get; init; }

    /// <summary>First and number of the records that are missing (EDF+D).</summary>
    public (int First, int Count) Gap { get; init; }

    /// <summary>Simulated wake before and after: the first minute over and over, so many seconds either side.</summary>
    public int PaddingSeconds { get; init; }

    /// <summary><c>-3276,8</c> instead of <c>-3276.8</c>.</summary>
    public bool WritesCommas { get; init; }

    /// <summary>A byte after the last record, as some files have.</summary>
    public bool EndsWithAByte { get; init; }

    public string StartDate { get; init; } = "01.01.00";
}
