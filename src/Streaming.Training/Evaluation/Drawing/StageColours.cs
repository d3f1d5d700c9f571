using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation.Drawing;

/// <summary>Colours that people with any colour vision tell apart (after Okabe and Ito 2008), in order of lightness within sleep.</summary>
internal static class StageColours
{
    public const string Final = "#0072b2";
    public const string Revised = "#d55e00";
    private static readonly string[] Colours = ["#f0e442", "#9fd3f2", "#0072b2", "#12284c", "#d55e00"];

    public static string Of(Stage stage) => Colours[(int)stage];
}
