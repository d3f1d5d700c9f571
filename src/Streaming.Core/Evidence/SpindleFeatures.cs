using System.Runtime.Intrinsics;
using Streaming.Core.Signals;

namespace Streaming.Core.Evidence;

/// <summary>The four features of A7 in windows of 0.3 s every 0.1 s: sigma power, its share of the power above 4 Hz, covariance and correlation of the two.
/// The sums are taken for all rows at once; buffers are kept, one set a thread.</summary>
internal sealed class SpindleFeatures
{
    public const int BlockSamples = 10, WindowBlocks = 3;
    public const int Windows = Blocks - WindowBlocks + 1;
    private const int Blocks = EpochSignals.Samples / BlockSamples;
    private const double Log10 = 2.302585092994046;

    [ThreadStatic]
    private static SpindleFeatures? s_mine;

    private readonly Vector256<double>[] _own = new Vector256<double>[Blocks];
    private readonly Vector256<double>[] _whole = new Vector256<double>[Blocks];
    private readonly Vector256<double>[] _both = new Vector256<double>[Blocks];

    public static SpindleFeatures OfThisThread => s_mine ??= new SpindleFeatures();

    /// <summary>log10 of sigma power by window, in the row's unit.</summary>
    public double[] Sigma { get; } = new double[Windows];

    /// <summary>log10 of the share of sigma in the power above 4 Hz.</summary>
    public double[] Share { get; } = new double[Windows];

    /// <summary>log10 of the covariance.</summary>
    public double[] Covariance { get; } = new double[Windows];

    public double[] Correlation { get; } = new double[Windows];

    /// <summary>Takes an epoch in.</summary>
    public void Take(EpochSignals signals)
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

    /// <summary>Works a row's features out. False where no run of windows can be a spindle by power and correlation alone: most epochs outside N2 and N3 end
    /// here, before any logarithm is taken.</summary>
    public bool TryRead(int lane, double unitMicrovolts, double leastPower, double leastCorrelation, int leastRun)
    {
        var unit = unitMicrovolts * unitMicrovolts * BlockSamples * WindowBlocks;
        var (run, longest) = (0, 0);
        for (var window = 0; window < Windows; window++)
        {
            var (s, w, b) = (Sum(_own, window, lane), Sum(_whole, window, lane), Sum(_both, window, lane));
            Correlation[window] = b / Math.Sqrt(s * w + 1e-9);
            run = Correlation[window] > leastCorrelation && s / unit + 1e-9 > leastPower ? run + 1 : 0;
            longest = Math.Max(longest, run);
        }
        if (longest < leastRun) return false;
        for (var window = 0; window < Windows; window++)
        {
            var (s, w, b) = (Sum(_own, window, lane), Sum(_whole, window, lane), Sum(_both, window, lane));
            Sigma[window] = ExactMath.Log(s / unit + 1e-9) / Log10;
            Share[window] = ExactMath.Log((s + 1e-9) / (w + 1e-9)) / Log10;
            Covariance[window] = ExactMath.Log(Math.Max(b, 0) / unit + 1) / Log10;
        }
        return true;
    }

    private static double Sum(Vector256<double>[] blocks, int first, int lane) => blocks[first][lane] + blocks[first + 1][lane] + blocks[first + 2][lane];
}
