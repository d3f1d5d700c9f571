using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>Stages as the report draws them: order from waking to deep sleep with R beneath W, colours that stay apart for colour-blind eyes and in
/// grey print.</summary>
internal static class ReportStage
{
    /// <summary>Top to bottom.</summary>
    public static readonly Stage[] Levels = [Stage.W, Stage.R, Stage.N1, Stage.N2, Stage.N3];

    public static string Name(Stage stage) => stage switch
    {
        Stage.W => "W",
        Stage.N1 => "N1",
        Stage.N2 => "N2",
        Stage.N3 => "N3",
        Stage.R => "R",
        Stage.Unscorable => "unscorable",
        _ => "unknown",
    };

    // Okabe and Ito's palette; N1 to N3 also darken.
    public static string Colour(Stage stage) => stage switch
    {
        Stage.W => "#e69f00",
        Stage.R => "#d55e00",
        Stage.N1 => "#9fd3f0",
        Stage.N2 => "#3b8fc4",
        Stage.N3 => "#1b3a6b",
        _ => "#bbbbbb",
    };
}
