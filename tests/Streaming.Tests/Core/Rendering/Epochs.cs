using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Tests.Core.Rendering;

/// <summary>Epochs and specs made for drawing.</summary>
internal static class Epochs
{
    /// <summary>A signal spec of no filters: the renderer reads only the companding limit.</summary>
    public static SignalSpec Signal { get; } = new() { Version = 1, BrainFilter = [], ChinFilter = [] };

    public static RenderSpec Lossless { get; } = RenderSpecs.Lossless100With(Signal);

    public static Epoch Of(float[]?[] rows, double[] scales, Derivation?[]? derivations = null) => new()
    {
        Number = 12,
        StartSeconds = 12 * 30,
        Rows = rows,
        ScalesMicrovolts = scales,
        Derivations = derivations ?? new Derivation?[rows.Length],
        Accounts = [],
    };

    /// <summary>The same samples in every row.</summary>
    public static Epoch Of(float[] samples, double scale) =>
        Of([.. Enumerable.Repeat(samples, 6)], [.. Enumerable.Repeat(scale, 6)]);

    public static EpochImage Draw(Epoch epoch, RenderSpec spec)
    {
        var image = new EpochImage(spec);
        new WaveformRenderer(spec).Draw(epoch, image);
        return image;
    }

    public static float[] Samples(Func<int, double> value) => [.. Enumerable.Range(0, Epoch.Samples).Select(i => (float)value(i))];
}
