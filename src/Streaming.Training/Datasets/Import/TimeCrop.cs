using Streaming.Core.Signals;

namespace Streaming.Training.Datasets.Import;

/// <summary>The part of a recording that is kept. It begins with a data record, so that every channel begins with a whole sample.</summary>
/// <param name="FromSeconds">Study time that becomes 0.</param>
/// <param name="ToSeconds">Study time; samples from here on are left out. Null: all are kept.</param>
internal sealed record TimeCrop(Rational FromSeconds, Rational? ToSeconds)
{
    private static readonly Rational s_epoch = 30;

    public static TimeCrop Nothing { get; } = new(0, null);

    /// <summary>Keeps whole epochs of a grid.</summary>
    public static TimeCrop Of(Rational originSeconds, int firstEpoch, int afterEpoch, Rational recordSeconds)
    {
        var start = originSeconds + s_epoch * new Rational(firstEpoch);
        var from = recordSeconds > 0 ? recordSeconds * new Rational((start / recordSeconds).Floor()) : start;
        return new TimeCrop(from, originSeconds + s_epoch * new Rational(afterEpoch));
    }

    /// <summary>Index of the first sample kept: exact, because a record holds whole samples of every channel.</summary>
    public long First(Rational rateHz) => (FromSeconds * rateHz).Ceiling();

    /// <summary>Index after the last sample kept, of those the recording has.</summary>
    public long End(Rational rateHz, long endIndex) => ToSeconds is { } to ? Math.Min(endIndex, (to * rateHz).Ceiling()) : endIndex;
}
