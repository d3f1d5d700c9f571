using System.Runtime.Intrinsics;
using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>Sigma power and its correlation with all that is above 4 Hz, in windows of 0.3 s every 0.1 s (two of A7's features), the rows summed, each in
/// units of its own median. Buffers are kept, one set a thread.</summary>
internal sealed class SpindleFeatures
{
    public const int BlockSamples = 10, WindowBlocks = 3;
    public const int Windows = Blocks - WindowBlocks + 1;
    private const int Blocks = EpochSignals.Samples / BlockSamples;

    [ThreadStatic]
    private static SpindleFeatures? s_mine;

    private readonly Vector256<double>[] _own = new Vector256<double>[Blocks];
    private readonly Vector256<double>[] _whole = new Vector256<double>[Blocks];
    private readonly Vector256<double>[] _both = new Vector256<double>[Blocks];
    private readonly double[] _sigma = new double[Windows];
    private readonly double[] _correlation = new double[Windows];

    public static SpindleFeatures OfThisThread => s_mine ??= new SpindleFeatures();

    /// <summary>Sigma power by window, against the epoch's median.</summary>
    public ReadOnlySpan<double> Sigma => _sigma;

    /// <summary>Of sigma with the signal above 4 Hz, by window.</summary>
    public ReadOnlySpan<double> Correlation => _correlation;

    /// <param name="signals">The epoch's.</param>
    /// <param name="first">First lane looked at.</param>
    /// <param name="last">Last one; lanes that were not observed are passed over.</param>
    public void Read(EpochSignals signals, int first, int last)
    {
        Take(signals);
        Span<double> own = stackalloc double[Blocks], whole = stackalloc double[Blocks], both = stackalloc double[Blocks];
        own.Clear();
        whole.Clear();
        both.Clear();
        Span<double> sorted = stackalloc double[Blocks];
        for (var lane = first; lane <= last; lane++)
        {
            if (!signals.Has(lane)) continue;
            for (var block = 0; block < Blocks; block++) sorted[block] = _own[block][lane];
            var gain = 1 / Math.Max(MiddleValue.Of(sorted), 1e-9);
            for (var block = 0; block < Blocks; block++)
            {
                own[block] += gain * _own[block][lane];
                whole[block] += gain * _whole[block][lane];
                both[block] += gain * _both[block][lane];
            }
        }
        for (var window = 0; window < Windows; window++)
        {
            _sigma[window] = Sum(own, window);
            _correlation[window] = Sum(both, window) / Math.Sqrt(_sigma[window] * Sum(whole, window) + 1e-9);
        }
        _sigma.CopyTo(sorted);
        var median = Math.Max(MiddleValue.Of(sorted[..Windows]), 1e-9);
        for (var window = 0; window < Windows; window++) _sigma[window] /= median;
    }

    private void Take(EpochSignals signals)
    {
        var broad = signals.BroadLanes;
        var slow = signals.DeltaLanes;
        var band = signals.SigmaLanes;
        for (var block = 0; block < Blocks; block++)
        {
            var (own, whole, both) = (Vector256<double>.Zero, Vector256<double>.Zero, Vector256<double>.Zero);
            for (var n = block * BlockSamples; n < (block + 1) * BlockSamples; n++)
            {
                var (fast, spindle) = (broad[n] - slow[n], band[n]);
                own += spindle * spindle;
                whole += fast * fast;
                both += fast * spindle;
            }
            (_own[block], _whole[block], _both[block]) = (own, whole, both);
        }
    }

    private static double Sum(ReadOnlySpan<double> blocks, int first) => blocks[first] + blocks[first + 1] + blocks[first + 2];
}
