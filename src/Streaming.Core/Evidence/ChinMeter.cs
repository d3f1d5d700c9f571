using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Evidence;

/// <summary>Chin tone against the night so far: the lowest epochs and the highest are remembered, nothing that follows is known.</summary>
internal sealed class ChinMeter
{
    private const int LeastEpochs = 60; // half an hour
    private const double LeastContrast = 2; // a night whose tone never varied says nothing of "low"
    private const int Kept = 8;
    private const int EpochsPerRank = 20; // a lead that is off for an epoch or two must not become the night's lowest tone
    private readonly double[] _lowest = new double[Kept]; // ascending
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
        Keep(tone);
        var lowest = _lowest[Math.Min((_epochs - 1) / EpochsPerRank, Kept - 1)];
        return new ChinTone(tone, Math.Max(1, tone / lowest), _epochs < LeastEpochs || _highest < LeastContrast * lowest);
    }

    public void Save(StateWriter writer)
    {
        writer.Write(_lowest);
        writer.Write(_highest);
        writer.Write(_epochs);
    }

    public void Load(ref StateReader reader)
    {
        reader.Read(_lowest);
        (_highest, _epochs) = (reader.ReadDouble(), reader.ReadInt32());
    }

    private void Keep(double tone)
    {
        var place = Math.Min(_epochs, Kept);
        while (place > 0 && _lowest[place - 1] > tone)
        {
            if (place < Kept) _lowest[place] = _lowest[place - 1];
            place--;
        }
        if (place < Kept) _lowest[place] = tone;
        (_highest, _epochs) = (Math.Max(_highest, tone), _epochs + 1);
    }
}
