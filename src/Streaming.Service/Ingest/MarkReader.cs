using Streaming.V1;

namespace Streaming.Service.Ingest;

/// <summary>Bio-calibration steps, body positions, pressures and video offsets, from a gateway or from a person: one form, one set of limits.</summary>
internal static class MarkReader
{
    private const double LongestStepSeconds = 300;
    private const double HighestPressure = 40; // cm H2O; no device gives more
    private const double FurthestVideoSeconds = 604_800;

    /// <summary>The mark that an event carries; null for other events.</summary>
    public static NightMark? Of(StudyEvent happened)
    {
        var mark = new NightMark { StudyId = happened.StudyId, AtSeconds = happened.AtSeconds };
        switch (happened.WhatCase)
        {
            case StudyEvent.WhatOneofCase.Calibration:
                mark.Calibration = happened.Calibration;
                return mark;
            case StudyEvent.WhatOneofCase.Position:
                mark.Position = happened.Position;
                return mark;
            case StudyEvent.WhatOneofCase.Cpap:
                mark.Cpap = happened.Cpap;
                return mark;
            case StudyEvent.WhatOneofCase.Video:
                mark.Video = happened.Video;
                return mark;
            default:
                return null;
        }
    }

    /// <summary>What is beyond its limits: field and limit; null where nothing is.</summary>
    public static (string Field, string Limit)? FaultOf(NightMark mark) => mark.WhatCase switch
    {
        NightMark.WhatOneofCase.Calibration => FaultOf(mark.Calibration),
        NightMark.WhatOneofCase.Position => mark.Position.Position is >= BodyPosition.Supine and <= BodyPosition.Upright
            ? null : ("position", $"{(int)mark.Position.Position} is no position"),
        NightMark.WhatOneofCase.Cpap => FaultOf(mark.Cpap),
        NightMark.WhatOneofCase.Video => Within(mark.Video.OffsetSeconds, -FurthestVideoSeconds, FurthestVideoSeconds)
            ? null : ("offset_seconds", $"{mark.Video.OffsetSeconds} is not in -{FurthestVideoSeconds}..{FurthestVideoSeconds}"),
        _ => ("mark", "calibration, position, cpap or video must be given"),
    };

    private static (string, string)? FaultOf(BioCalibration calibration)
    {
        if (calibration.Step is < CalibrationStep.EyesOpen or > CalibrationStep.ClenchTeeth) return ("step", $"{(int)calibration.Step} is no step");
        return Within(calibration.DurationSeconds, 2, LongestStepSeconds)
            ? null : ("duration_seconds", $"{calibration.DurationSeconds} is not in 2..{LongestStepSeconds}");
    }

    private static (string, string)? FaultOf(Cpap cpap)
    {
        if (!Within(cpap.PressureCmH2O, 0, HighestPressure)) return ("pressure_cm_h2o", $"{cpap.PressureCmH2O} is not in 0..{HighestPressure}");
        return Within(cpap.ExpiratoryCmH2O, 0, cpap.PressureCmH2O)
            ? null : ("expiratory_cm_h2o", $"{cpap.ExpiratoryCmH2O} is not in 0..{cpap.PressureCmH2O}");
    }

    // NaN is within nothing.
    private static bool Within(double value, double least, double most) => value >= least && value <= most;
}
