using Streaming.Core.Signals;

namespace Streaming.Core.Rendering;

/// <summary>Sizes and colours of the picture for people. 48 px a second and 4.8 px a millimetre: the page of 30 s is 300 mm wide, 10 mm/s.</summary>
internal static class DisplayLayout
{
    public const int PixelsPerSecond = 48;
    public const double PixelsPerMillimetre = 4.8;
    public const int Left = 108;
    public const int PageWidth = 30 * PixelsPerSecond;
    public const int Width = Left + PageWidth + 20;
    public const int Top = 36;
    public const int RowHeight = 112;
    public const int Bottom = Top + 6 * RowHeight;
    public const int Height = Bottom + 30;
    public const int TraceThickness = 330; // 1/255 px

    public static readonly Colour Paper = new(255, 255, 255);
    public static readonly Colour Strip = new(232, 238, 246);
    public static readonly Colour Second = new(236, 238, 242);
    public static readonly Colour FifthSecond = new(205, 210, 220);
    public static readonly Colour Zero = new(228, 230, 235);
    public static readonly Colour Mark = new(214, 120, 120);
    public static readonly Colour Hole = new(253, 236, 226);
    public static readonly Colour Text = new(30, 38, 54);
    public static readonly Colour Faint = new(128, 136, 150);
    public static readonly Colour Warning = new(178, 60, 20);

    /// <summary>Sensitivity, µV a millimetre.</summary>
    public static int MicrovoltsPerMillimetre(DerivationRow row) => row == DerivationRow.Chin ? 3 : 7;

    public static Colour Trace(DerivationRow row) => row switch
    {
        DerivationRow.Chin => new Colour(122, 62, 18),
        DerivationRow.LeftEye or DerivationRow.RightEye => new Colour(8, 104, 72),
        _ => new Colour(22, 44, 104),
    };

    /// <summary>What the row is for, where nothing fills it.</summary>
    public static string Place(DerivationRow row) => row switch
    {
        DerivationRow.Frontal => "Frontal",
        DerivationRow.Central => "Central",
        DerivationRow.Occipital => "Occipital",
        DerivationRow.LeftEye => "Left eye",
        DerivationRow.RightEye => "Right eye",
        _ => "Chin",
    };
}
