using Streaming.Core.Signals;

namespace Streaming.Core.Rendering;

/// <summary>The pictures this program can draw. Each is fixed by preset and version (docs/render-spec.md); a change of any pixel is a new version.</summary>
public static class RenderSpecs
{
    /// <summary>Six grey bands of 32 × 3008, one column a sample; the signal can be read back. Our models' picture.</summary>
    public const string Lossless100Name = "lossless-100";

    private static readonly DerivationRow[] s_rows =
        [DerivationRow.Frontal, DerivationRow.Central, DerivationRow.Occipital, DerivationRow.LeftEye, DerivationRow.RightEye, DerivationRow.Chin];

    /// <summary><see cref="Lossless100Name"/> of the default signal.</summary>
    public static RenderSpec Lossless100 { get; } = Lossless100With(SignalSpecs.V1);

    /// <summary><see cref="Lossless100Name"/> of a signal of other filters or scales.</summary>
    public static RenderSpec Lossless100With(SignalSpec signal) => new()
    {
        Preset = Lossless100Name,
        Version = 1,
        Width = ScaleBar.Columns + 3000,
        Height = 6 * LosslessPicture.BandHeight,
        Planes = 1,
        Rows = s_rows,
        Signal = signal,
    };

    /// <summary>The preset of a name drawn from a signal, or null where the name is unknown.</summary>
    public static RenderSpec? Find(string preset, SignalSpec signal) => preset switch
    {
        Lossless100Name => Lossless100With(signal),
        _ => null,
    };

    /// <summary>Why a spec cannot be drawn, naming field, value and what was expected; null if it can.</summary>
    public static string? Refusal(RenderSpec spec)
    {
        if (Find(spec.Preset, spec.Signal) is not { } known) return $"preset is '{spec.Preset}'; known: {Lossless100Name}";
        if (spec.Version != known.Version) return $"version is {spec.Version}; {spec.Preset} is drawn in version {known.Version}";
        if (spec.Width != known.Width) return $"width is {spec.Width}; {spec.Preset} has {known.Width}";
        if (spec.Height != known.Height) return $"height is {spec.Height}; {spec.Preset} has {known.Height}";
        if (spec.Planes != known.Planes) return $"planes is {spec.Planes}; {spec.Preset} has {known.Planes}";
        if (!spec.Rows.SequenceEqual(known.Rows)) return $"rows are {string.Join(' ', spec.Rows)}; {spec.Preset} has {string.Join(' ', known.Rows)}";
        return null;
    }
}
