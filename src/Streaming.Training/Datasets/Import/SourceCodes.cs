using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;

namespace Streaming.Training.Datasets.Import;

/// <summary>Stages as numbers, as the sources have them: 5 is REM, 3 and 4 are deep sleep (Rechtschaffen and Kales); all else is no stage, unless it
/// is a stage's name.</summary>
internal static class SourceCodes
{
    public static Stage? Stage(string code) => code switch
    {
        "0" => Core.Staging.Stage.W,
        "1" => Core.Staging.Stage.N1,
        "2" => Core.Staging.Stage.N2,
        "3" or "4" => Core.Staging.Stage.N3,
        "5" => Core.Staging.Stage.R,
        _ => StageText.TryParse(code, out var stage) ? stage : null,
    };

    /// <summary>NSRR concepts end with the code: <c>Stage 4 sleep|4</c>.</summary>
    public static Stage? RecodedAtTheEnd(string concept) => concept.LastIndexOf('|') is var bar and >= 0 ? Stage(concept[(bar + 1)..].Trim()) : null;

    /// <summary>One code for each 30 s from the recording's start.</summary>
    public static ScorerRuns Runs(string scorer, IEnumerable<string> codes)
    {
        var (runs, ignored) = (new List<StageRun>(), new Dictionary<string, double>());
        foreach (var code in codes)
        {
            var (stage, start) = (Stage(code), new Rational(30L * runs.Count));
            if (stage is null) ignored[$"code {code}"] = ignored.GetValueOrDefault($"code {code}") + 30;
            runs.Add(new StageRun(start, start + 30, stage));
        }
        return new ScorerRuns(scorer, runs) { Ignored = ignored };
    }

    /// <summary>Whether a text is a number, of whatever meaning, or names a stage: <c>5</c>, <c>-1</c>, <c>REM</c>, <c>?</c>.</summary>
    public static bool IsCode(string text) =>
        text == "?" || int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _) || StageText.TryParse(text, out _);
}
