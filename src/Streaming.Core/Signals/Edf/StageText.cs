using Streaming.Core.Staging;

namespace Streaming.Core.Signals.Edf;

/// <summary>Annotation texts that name a sleep stage.</summary>
public static class StageText
{
    /// <summary>Whether a text is a stage annotation.</summary>
    /// <param name="text">For example <c>Sleep stage 2</c>, <c>NREM1</c>, <c>Movement time</c>.</param>
    /// <param name="stage">The AASM stage (R&amp;K 3 and 4 are N3); null for unknown, movement and the generic <c>N</c>.</param>
    public static bool TryParse(string text, out Stage? stage)
    {
        var tidy = Untagged(text).Trim().ToUpperInvariant().Replace('_', ' ');
        var isSpoken = false;
        foreach (var prefix in (string[])["SLEEP STAGE", "STAGE"])
        {
            if (isSpoken || !tidy.StartsWith(prefix, StringComparison.Ordinal)) continue;
            tidy = tidy[prefix.Length..].TrimStart(' ', ':', '-');
            isSpoken = true;
        }

        stage = tidy switch
        {
            "W" or "WAKE" => Stage.W,
            "N1" or "S1" or "NREM1" or "NREM 1" => Stage.N1,
            "N2" or "S2" or "NREM2" or "NREM 2" => Stage.N2,
            "N3" or "N4" or "S3" or "S4" or "NREM3" or "NREM4" or "NREM 3" or "NREM 4" => Stage.N3,
            "R" or "REM" => Stage.R,
            "1" when isSpoken => Stage.N1,
            "2" when isSpoken => Stage.N2,
            "3" or "4" when isSpoken => Stage.N3,
            _ => null,
        };
        return stage is not null
            || tidy is "MOVEMENT TIME" or "MOVEMENT" or "NREM" or "UNSCORED"
            || (isSpoken && tidy is "?" or "N" or "M" or "MT" or "UNKNOWN");
    }

    /// <summary>A text without the channel that EDF+ lets follow it: <c>Sleep stage W@@EEG F4-A1</c>.</summary>
    public static string Untagged(string text) => text.IndexOf("@@", StringComparison.Ordinal) is >= 0 and var mark ? text[..mark] : text;

    /// <summary>Whether a text says that the lights went off.</summary>
    public static bool IsLightsOff(string text) => Letters(text) is "LIGHTSOFF" or "LIGHTSOUT" or "LIGHTOFF" or "LIGHTOUT";

    /// <summary>Whether a text says that the lights went on.</summary>
    public static bool IsLightsOn(string text) => Letters(text) is "LIGHTSON" or "LIGHTON";

    private static string Letters(string text) => string.Concat(Untagged(text).Where(char.IsAsciiLetter)).ToUpperInvariant();
}
