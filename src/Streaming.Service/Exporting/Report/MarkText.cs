using System.Globalization;
using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>Marks in words.</summary>
internal static class MarkText
{
    public static string Of(CalibrationStep step) => step switch
    {
        CalibrationStep.EyesOpen => "eyes open",
        CalibrationStep.EyesClosed => "eyes closed",
        CalibrationStep.LookLeftRight => "look left and right",
        CalibrationStep.LookUpDown => "look up and down",
        CalibrationStep.Blink => "blink",
        CalibrationStep.ClenchTeeth => "clench teeth",
        _ => "unknown",
    };

    public static string Of(CalibrationVerdict verdict) => verdict switch
    {
        CalibrationVerdict.Seen => "yes",
        CalibrationVerdict.NotSeen => "no",
        _ => "not judged",
    };

    public static string Of(NightMark mark) => mark.WhatCase switch
    {
        NightMark.WhatOneofCase.Calibration => string.Create(
            CultureInfo.InvariantCulture, $"bio-calibration: {Of(mark.Calibration.Step)} for {mark.Calibration.DurationSeconds:0.#} s"),
        NightMark.WhatOneofCase.Position => $"position: {mark.Position.Position.ToString().ToLowerInvariant()}",
        NightMark.WhatOneofCase.Cpap => Of(mark.Cpap),
        NightMark.WhatOneofCase.Video => string.Create(CultureInfo.InvariantCulture, $"video is {mark.Video.OffsetSeconds:0.###} s after study time"),
        _ => "unknown",
    };

    private static string Of(Cpap cpap) => cpap.PressureCmH2O == 0 ? "CPAP off" : cpap.ExpiratoryCmH2O == 0
        ? string.Create(CultureInfo.InvariantCulture, $"CPAP {cpap.PressureCmH2O:0.#} cm H2O")
        : string.Create(CultureInfo.InvariantCulture, $"bilevel {cpap.PressureCmH2O:0.#}/{cpap.ExpiratoryCmH2O:0.#} cm H2O");
}
