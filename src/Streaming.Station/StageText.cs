using Streaming.V1;

namespace Streaming.Station;

/// <summary>Stages as people write them.</summary>
internal static class StageText
{
    public static string Name(Stage stage) => stage switch
    {
        Stage.W => "W",
        Stage.N1 => "N1",
        Stage.N2 => "N2",
        Stage.N3 => "N3",
        Stage.R => "R",
        Stage.Unscorable => "UNSCORABLE",
        _ => "-",
    };

    /// <summary>One column of a small hypnogram: the higher, the nearer to waking.</summary>
    public static char Glyph(Stage stage) => stage switch
    {
        Stage.W => '█',
        Stage.R => '▆',
        Stage.N1 => '▅',
        Stage.N2 => '▃',
        Stage.N3 => '▁',
        Stage.Unscorable => '?',
        _ => ' ',
    };

    public static string Colour(Stage stage) => stage switch
    {
        Stage.W => "yellow",
        Stage.R => "red",
        Stage.N1 => "aqua",
        Stage.N2 => "dodgerblue1",
        Stage.N3 => "mediumpurple1",
        _ => "grey",
    };

    public static bool TryParse(string text, out Stage stage)
    {
        stage = text.ToUpperInvariant() switch
        {
            "W" => Stage.W,
            "N1" => Stage.N1,
            "N2" => Stage.N2,
            "N3" => Stage.N3,
            "R" => Stage.R,
            "UNSCORABLE" => Stage.Unscorable,
            _ => Stage.Unspecified,
        };
        return stage != Stage.Unspecified;
    }
}
