namespace Streaming.Core.Simulation;

/// <summary>xoshiro256** (Blackman and Vigna 2018), seeded through splitmix64: a seed gives the same bits on every machine.</summary>
public sealed class SeededRandom
{
    private ulong _a;
    private ulong _b;
    private ulong _c;
    private ulong _d;

    /// <param name="seed">Any value.</param>
    /// <param name="stream">Distinct streams of one seed are independent.</param>
    public SeededRandom(ulong seed, ulong stream = 0)
    {
        var state = seed ^ (stream * 0xD1342543DE82EF95UL + 0x2545F4914F6CDD1DUL);
        _a = SplitMix(ref state);
        _b = SplitMix(ref state);
        _c = SplitMix(ref state);
        _d = SplitMix(ref state);
    }

    /// <summary>64 uniform bits.</summary>
    public ulong NextBits()
    {
        var result = ulong.RotateLeft(_b * 5, 7) * 9;
        var t = _b << 17;
        _c ^= _a;
        _d ^= _b;
        _b ^= _c;
        _a ^= _d;
        _c ^= t;
        _d = ulong.RotateLeft(_d, 45);
        return result;
    }

    /// <summary>Uniform in [0, 1).</summary>
    public double NextDouble() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>Uniform between the limits.</summary>
    public double Between(double low, double high) => low + (high - low) * NextDouble();

    /// <summary>Uniform in 0..count-1.</summary>
    public int Below(int count) => (int)(NextDouble() * count);

    /// <summary>True with this probability.</summary>
    public bool Chance(double probability) => NextDouble() < probability;

    /// <summary>Standard normal (Box-Muller).</summary>
    public double Normal() => Math.Sqrt(-2 * Math.Log(1 - NextDouble())) * Math.Cos(2 * Math.PI * NextDouble());

    /// <summary>exp of a normal with this deviation; median 1.</summary>
    public double LogNormal(double deviation) => Math.Exp(deviation * Normal());

    /// <summary>Exponential with this mean.</summary>
    public double Exponential(double mean) => -mean * Math.Log(1 - NextDouble());

    /// <summary>Mean 0, variance 1, nearly normal (sum of four uniforms); for noise that is filtered afterwards, at a few nanoseconds each.</summary>
    public float Noise()
    {
        var bits = NextBits();
        var sum = (int)(bits & 0xFFFF) + (int)((bits >> 16) & 0xFFFF) + (int)((bits >> 32) & 0xFFFF) + (int)(bits >> 48);
        return (sum - 131070) * (1f / 37837.227f); // 65536 · sqrt(4 / 12)
    }

    private static ulong SplitMix(ref ulong state)
    {
        state += 0x9E3779B97F4A7C15UL;
        var z = state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
