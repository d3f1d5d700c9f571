namespace Streaming.Core.Simulation;

/// <summary>One second of every source at 100 Hz, µV, after the last three samples of the second before (for interpolation).</summary>
internal sealed class SourceSecond
{
    public const int Frontal = 0, Central = 1, Occipital = 2, Eye = 3, Lid = 4, Heart = 5, Sway = 6;
    public const int Count = 7;
    public const int History = 3;

    private readonly float[][] _sources = [.. Enumerable.Range(0, Count).Select(_ => new float[History + CorticalSources.RateHz])];

    /// <summary>[History + 100] samples.</summary>
    public float[] this[int source] => _sources[source];

    /// <summary>Keeps the history and clears the rest.</summary>
    public void Advance()
    {
        foreach (var source in _sources)
        {
            source.AsSpan(CorticalSources.RateHz, History).CopyTo(source);
            source.AsSpan(History).Clear();
        }
    }
}
