using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Chin tone against the night so far: the lowest and the highest epoch are remembered, nothing that follows is known.</summary>
internal sealed class ChinMeter
{
    private const int LeastEpochs = 60; // half an hour
    private const double LeastContrast = 2; // a night whose tone never varied says nothing of "low"
    private double _lowest = double.PositiveInfinity;
    private double _highest;
    private int _epochs;

    /// <summary>Mean square of a second, µV²; null where samples were lost.</summary>
    public static double? MeanSquare(ReadOnlySpan<float> row, int second)
    {
        var sum = 0.0;
        foreach (var value in row.Slice(second * Epoch.RateHz, Epoch.RateHz)) sum += (double)value * value;
        return double.IsNaN(sum) ? null : sum / Epoch.RateHz;
    }

    /// <summary>Takes the epoch into account and measures it.</summary>
    public ChinTone? Read(float[] row)
    {
        Span<double> tones = stackalloc double[Epoch.Seconds];
        var count = 0;
        for (var second = 0; second < Epoch.Seconds; second++)
            if (MeanSquare(row, second) is { } power) tones[count++] = Math.Sqrt(power);
        if (count == 0) return null;
        tones[..count].Sort();
        var tone = Math.Max(tones[count / 2], RunningScale.FloorMicrovolts);
        (_lowest, _highest, _epochs) = (Math.Min(_lowest, tone), Math.Max(_highest, tone), _epochs + 1);
        return new ChinTone(tone, tone / _lowest, _epochs < LeastEpochs || _highest < LeastContrast * _lowest);
    }

    public void Save(StateWriter writer)
    {
        writer.Write(_lowest);
        writer.Write(_highest);
        writer.Write(_epochs);
    }

    public void Load(ref StateReader reader) => (_lowest, _highest, _epochs) = (reader.ReadDouble(), reader.ReadDouble(), reader.ReadInt32());
}
