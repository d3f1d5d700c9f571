namespace Streaming.Core.Simulation;

/// <summary>A narrow, waxing and waning rhythm of variance 1 at 100 Hz.</summary>
internal sealed class AlphaRhythm(double hertz, SeededRandom random)
{
    private const double Damping = 0.985; // about half a hertz wide

    private readonly float _first = (float)(2 * Damping * Math.Cos(2 * Math.PI * hertz / CorticalSources.RateHz));
    private readonly float _scale = (float)(1 / Math.Sqrt(StationaryVariance(2 * Damping * Math.Cos(2 * Math.PI * hertz / CorticalSources.RateHz))));
    private float _last;
    private float _beforeLast;

    public float Next()
    {
        var value = _first * _last - (float)(Damping * Damping) * _beforeLast + random.Noise();
        (_beforeLast, _last) = (_last, value);
        return value * _scale;
    }

    private static double StationaryVariance(double first)
    {
        const double Second = -Damping * Damping;
        return (1 - Second) / ((1 + Second) * ((1 - Second) * (1 - Second) - first * first));
    }
}
