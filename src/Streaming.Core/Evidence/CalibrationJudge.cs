using System.Globalization;

namespace Streaming.Core.Evidence;

/// <summary>Says of each step of the bio-calibration whether the leads show it. It judges leads, never the sleeper, and no stage rests on it.</summary>
/// <remarks>The limits are those a technologist goes by: alpha half as large again with eyes closed, eye movements of 50 µV that are out of phase in
/// the two eyes when looking sideways (E1 and E2 lie on opposite sides), a chin that doubles when the teeth are clenched.</remarks>
public sealed class CalibrationJudge(IReadOnlyDictionary<CalibrationTask, CalibrationMeasures> steps)
{
    /// <summary>Alpha with eyes closed over that with eyes open.</summary>
    public const double AlphaRatio = 1.5;

    /// <summary>Eye movements, peak to peak.</summary>
    public const double EyeMicrovolts = 50;

    /// <summary>Correlation of the eyes below which they move out of phase.</summary>
    public const double OutOfPhase = -0.3;

    /// <summary>Chin tone of a clench over that at rest.</summary>
    public const double ChinRatio = 2;

    /// <summary>Alpha of the patient relaxed with eyes closed, µV; null where that step was not done or has no EEG.</summary>
    public double? AlphaBaseline => steps.GetValueOrDefault(CalibrationTask.EyesClosed)?.AlphaMicrovolts;

    /// <summary>Chin tone of the patient relaxed and awake, µV: eyes closed, else open.</summary>
    public double? ChinBaseline =>
        steps.GetValueOrDefault(CalibrationTask.EyesClosed)?.ChinMicrovolts ?? steps.GetValueOrDefault(CalibrationTask.EyesOpen)?.ChinMicrovolts;

    public CalibrationFinding Judge(CalibrationTask task) => steps.GetValueOrDefault(task) is not { } measures
        ? new CalibrationFinding(null, "not done")
        : task switch
        {
            CalibrationTask.EyesOpen or CalibrationTask.EyesClosed => JudgeAlpha(measures),
            CalibrationTask.LookLeftRight => JudgeSideways(measures),
            CalibrationTask.ClenchTeeth => JudgeChin(measures),
            _ => JudgeEyes(measures),
        };

    private CalibrationFinding JudgeAlpha(CalibrationMeasures measures)
    {
        if (measures.AlphaMicrovolts is not { } here) return new CalibrationFinding(null, "no EEG in it");
        var open = steps.GetValueOrDefault(CalibrationTask.EyesOpen)?.AlphaMicrovolts;
        if (open is not > 0 || AlphaBaseline is not { } closed)
            return new CalibrationFinding(null, Text($"alpha {here:0.0} µV in {measures.AlphaDerivation}; judged when eyes open and eyes closed are both done"));
        var ratio = closed / open.Value;
        var text = Text($"alpha {here:0.0} µV in {measures.AlphaDerivation}; eyes closed {ratio:0.0} times eyes open");
        return ratio >= AlphaRatio
            ? new CalibrationFinding(true, text)
            : new CalibrationFinding(false, text + "; some people have little alpha, else look at the occipital lead");
    }

    private static CalibrationFinding JudgeSideways(CalibrationMeasures measures)
    {
        if (measures.EyeMicrovolts is not { } amplitude) return new CalibrationFinding(null, "no eye lead in it");
        if (amplitude < EyeMicrovolts) return new CalibrationFinding(false, Text($"eye movements of {amplitude:0} µV only: look at the eye leads"));
        if (measures.EyeCorrelation is not { } correlation) return new CalibrationFinding(null, Text($"{amplitude:0} µV in one eye; the other is not seen"));
        return correlation <= OutOfPhase
            ? new CalibrationFinding(true, Text($"{amplitude:0} µV, out of phase in the two eyes"))
            : new CalibrationFinding(false, Text($"{amplitude:0} µV, but not out of phase in the two eyes (correlation {correlation:0.0}): look at the eye leads"));
    }

    private static CalibrationFinding JudgeEyes(CalibrationMeasures measures)
    {
        if (measures.EyeMicrovolts is not { } amplitude) return new CalibrationFinding(null, "no eye lead in it");
        return amplitude >= EyeMicrovolts
            ? new CalibrationFinding(true, Text($"{amplitude:0} µV in the eyes"))
            : new CalibrationFinding(false, Text($"{amplitude:0} µV in the eyes only: look at the eye leads"));
    }

    private CalibrationFinding JudgeChin(CalibrationMeasures measures)
    {
        if (measures.ChinPeakMicrovolts is not { } peak) return new CalibrationFinding(null, "no chin lead in it");
        if (ChinBaseline is not > 0) return new CalibrationFinding(null, Text($"chin {peak:0.0} µV; judged when eyes closed or eyes open is done"));
        var ratio = peak / ChinBaseline.Value;
        return ratio >= ChinRatio
            ? new CalibrationFinding(true, Text($"chin {peak:0.0} µV, {ratio:0.0} times that at rest"))
            : new CalibrationFinding(false, Text($"chin {peak:0.0} µV, {ratio:0.0} times that at rest only: look at the chin leads"));
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
