namespace Streaming.Core.Simulation;

/// <summary>A noisy rhythm with a period around 3-10 s, one value a second, variance 1: the infraslow waxing and waning of delta and sigma.</summary>
internal sealed class SlowRhythm(SeededRandom random)
{
    private const double Damping = 0.8;
    private static readonly double Scale = 1 / Math.Sqrt(StationaryVariance());

    private double _last;
    private double _beforeLast;

    public double Next()
    {
        var value = First * _last + Second * _beforeLast + random.Normal();
        (_beforeLast, _last) = (_last, value);
        return value * Scale;
    }

    private static double First => 2 * Damping * Math.Cos(2 * Math.PI / 6);

    private static double Second => -Damping * Damping;

    // Of an autoregression of order two.
    private static double StationaryVariance() => (1 - Second) / ((1 + Second) * ((1 - Second) * (1 - Second) - First * First));
}
