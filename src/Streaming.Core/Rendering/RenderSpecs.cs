using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using static System.FormattableString;

namespace Streaming.Core.Rendering;

/// <summary>The pictures this program can draw. Each is fixed by preset and version (docs/render-spec.md); a change of any pixel is a new
/// version.</summary>
public static class RenderSpecs
{
    /// <summary>Six grey bands of 32 × 3008, one column a sample; the signal can be read back. Our models' picture.</summary>
    public const string Lossless100Name = "lossless-100";

    /// <summary>336 × 336 grey, black on white, every row stretched from its least to its greatest value of the epoch (arXiv 2509.22810). Not
    /// decodable.</summary>
    public const string Paper336Name = "paper-336";

    /// <summary>448 × 224, colour on black, fixed µV; for general vision models. Not decodable.</summary>
    public const string Clinical448Name = "clinical-448";

    /// <summary>For people: a 30-s page in colour at fixed µV with seconds, 75 µV marks and the names of the derivations.</summary>
    public const string DisplayName = "display";

    private const int LeastPixels = 48; // bands of 8 pixels
    private const int GreatestPixels = 2048;

    private static readonly DerivationRow[] s_rows =
        [DerivationRow.Frontal, DerivationRow.Central, DerivationRow.Occipital, DerivationRow.LeftEye, DerivationRow.RightEye, DerivationRow.Chin];

    /// <summary><see cref="Lossless100Name"/> of the default signal.</summary>
    public static RenderSpec Lossless100 { get; } = Lossless100With(SignalSpecs.V1);

    /// <summary><see cref="Paper336Name"/> of the default signal.</summary>
    public static RenderSpec Paper336 { get; } = Spec(Paper336Name, PaperPicture.Size, PaperPicture.Size, 1, SignalSpecs.V1);

    /// <summary><see cref="Clinical448Name"/> of the default signal.</summary>
    public static RenderSpec Clinical448 { get; } = Spec(Clinical448Name, ClinicalPicture.Width, ClinicalPicture.Height, 3, SignalSpecs.V1);

    /// <summary><see cref="DisplayName"/> of the default signal.</summary>
    public static RenderSpec Display { get; } = Spec(DisplayName, DisplayLayout.Width, DisplayLayout.Height, 3, SignalSpecs.V1);

    /// <summary><see cref="Lossless100Name"/> of a signal of other filters or scales.</summary>
    public static RenderSpec Lossless100With(SignalSpec signal) =>
        Spec(Lossless100Name, ScaleBar.Columns + Epoch.Samples, 6 * LosslessPicture.BandHeight, 1, signal);

    /// <summary>The preset of a name drawn from a signal, or null where the name is unknown.</summary>
    public static RenderSpec? Find(string preset, SignalSpec signal) => preset switch
    {
        Lossless100Name => Lossless100 with { Signal = signal },
        Paper336Name => Paper336 with { Signal = signal },
        Clinical448Name => Clinical448 with { Signal = signal },
        DisplayName => Display with { Signal = signal },
        _ => null,
    };

    /// <summary>What the height of a row stands for, in words; negative is up in every preset.</summary>
    public static string Scale(RenderSpec spec) => spec.Preset switch
    {
        Lossless100Name => Invariant($"asinh of signal over running scale, to ±{spec.Signal.CompandingLimit}; the bar at the left of a row states its scale"),
        Paper336Name => "each row from the least to the greatest value it has in the epoch; microvolts are lost",
        Clinical448Name => Invariant($"from the middle of a row to its edge: EEG {Reach(DerivationRow.Central)}, eyes {Reach(DerivationRow.LeftEye)}, chin {Reach(DerivationRow.Chin)} µV; cut off there"),
        _ => "named in the picture",
    };

    private static double Reach(DerivationRow row) => ClinicalPicture.ReachMicrovolts(row);

    /// <summary>Why a spec cannot be drawn, naming field, value and what was expected; null if it can.</summary>
    public static string? Refusal(RenderSpec spec)
    {
        if (Find(spec.Preset, spec.Signal) is not { } known)
            return $"preset is '{spec.Preset}'; known: {Lossless100Name}, {Paper336Name}, {Clinical448Name}, {DisplayName}";
        if (spec.Version != known.Version) return $"version is {spec.Version}; {spec.Preset} is drawn in version {known.Version}";
        if (SizeRefusal(spec, known) is { } size) return size;
        if (spec.Planes != known.Planes) return $"planes is {spec.Planes}; {spec.Preset} has {known.Planes}";
        if (!spec.Rows.SequenceEqual(known.Rows)) return $"rows are {string.Join(' ', spec.Rows)}; {spec.Preset} has {string.Join(' ', known.Rows)}";
        return null;
    }

    // What a vision model takes is for the model to say: its picture is drawn to that size, not drawn and then resampled.
    private static string? SizeRefusal(RenderSpec spec, RenderSpec known)
    {
        if (spec.Preset is Paper336Name or Clinical448Name)
        {
            if (spec.Width is < LeastPixels or > GreatestPixels)
                return $"width is {spec.Width}; {spec.Preset} is drawn {LeastPixels} to {GreatestPixels} wide";
            if (spec.Height is < LeastPixels or > GreatestPixels)
                return $"height is {spec.Height}; {spec.Preset} is drawn {LeastPixels} to {GreatestPixels} high";
            return null;
        }
        if (spec.Width != known.Width) return $"width is {spec.Width}; {spec.Preset} has {known.Width}";
        return spec.Height != known.Height ? $"height is {spec.Height}; {spec.Preset} has {known.Height}" : null;
    }

    private static RenderSpec Spec(string preset, int width, int height, int planes, SignalSpec signal) =>
        new() { Preset = preset, Version = 1, Width = width, Height = height, Planes = planes, Rows = s_rows, Signal = signal };
}
