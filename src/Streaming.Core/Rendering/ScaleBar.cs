using Streaming.Core.Signals;

namespace Streaming.Core.Rendering;

/// <summary>The calibration bar at the left of a lossless band: its height is the logarithm of the running scale.</summary>
/// <remarks>Height in 1/255 px = 1 + round(8158 · (log2(scale µV) + 4) / 16), so 1/16 µV .. 4096 µV fill a band of 32 px in 8159 steps: half a
/// step is 0.068 % of the scale. Scales outside are drawn at the end of the bar.</remarks>
internal static class ScaleBar
{
    /// <summary>Columns the bar takes.</summary>
    public const int Columns = 8;

    /// <summary>Relative error of a scale read from the bar, for scales between 1/16 and 4096 µV.</summary>
    public const double RelativeError = 0.0007;

    private const int Steps = 8158;
    private const double OctavesBelowOne = 4;
    private const double Octaves = 16;
    private const double Ln2 = 0.6931471805599453;

    /// <summary>Height in 1/255 px, 1..8159; 0 where there is no scale.</summary>
    public static int Height(double scaleMicrovolts)
    {
        if (!(scaleMicrovolts > 0)) return 0;
        var share = (ExactMath.Log(scaleMicrovolts) / Ln2 + OctavesBelowOne) / Octaves;
        return 1 + (int)(Math.Clamp(share, 0, 1) * Steps + 0.5);
    }

    /// <summary>The scale of a height, µV; 0 for none.</summary>
    public static double ScaleMicrovolts(int height) =>
        height <= 0 ? 0 : ExactMath.Exp(((height - 1) / (double)Steps * Octaves - OctavesBelowOne) * Ln2);
}
