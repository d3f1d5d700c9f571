using System.Globalization;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>Bio-calibration steps, positions and other marks as people type and read them.</summary>
internal static class MarkWords
{
    public static readonly IReadOnlyDictionary<string, CalibrationStep> Steps = new Dictionary<string, CalibrationStep>(StringComparer.Ordinal)
    {
        ["eyes-open"] = CalibrationStep.EyesOpen,
        ["eyes-closed"] = CalibrationStep.EyesClosed,
        ["look-left-right"] = CalibrationStep.LookLeftRight,
        ["look-up-down"] = CalibrationStep.LookUpDown,
        ["blink"] = CalibrationStep.Blink,
        ["clench-teeth"] = CalibrationStep.ClenchTeeth,
    };

    public static readonly IReadOnlyDictionary<string, BodyPosition> Positions = new Dictionary<string, BodyPosition>(StringComparer.Ordinal)
    {
        ["supine"] = BodyPosition.Supine,
        ["left"] = BodyPosition.Left,
        ["right"] = BodyPosition.Right,
        ["prone"] = BodyPosition.Prone,
        ["upright"] = BodyPosition.Upright,
    };

    public static string Of(CalibrationStep step) => Steps.FirstOrDefault(entry => entry.Value == step).Key ?? "unknown step";

    public static string Of(NightMark mark) => mark.WhatCase switch
    {
        NightMark.WhatOneofCase.Calibration => string.Create(
            CultureInfo.InvariantCulture, $"calibration {Of(mark.Calibration.Step)} for {mark.Calibration.DurationSeconds:0.#} s"),
        NightMark.WhatOneofCase.Position => $"position {Positions.FirstOrDefault(entry => entry.Value == mark.Position.Position).Key ?? "unknown"}",
        NightMark.WhatOneofCase.Cpap => string.Create(CultureInfo.InvariantCulture, $"cpap {mark.Cpap.PressureCmH2O:0.#} cm H2O")
            + (mark.Cpap.ExpiratoryCmH2O > 0 ? string.Create(CultureInfo.InvariantCulture, $", expiratory {mark.Cpap.ExpiratoryCmH2O:0.#}") : ""),
        NightMark.WhatOneofCase.Video => string.Create(CultureInfo.InvariantCulture, $"video {mark.Video.OffsetSeconds:0.###} s after study time"),
        _ => "unknown mark",
    };

    public static string Of(Signature signature)
    {
        var signed = string.Create(CultureInfo.InvariantCulture,
            $"signed by {signature.Author} at {signature.At.ToDateTimeOffset().ToLocalTime():yyyy-MM-dd HH:mm:ss 'UTC'zzz}, epochs {signature.FirstEpoch} to {signature.LastEpoch}")
            + (signature.Comment.Length == 0 ? "" : $" (\"{signature.Comment}\")");
        return signature.State == SignatureState.Standing ? signed
            : $"{signed}; no longer stands, by {(signature.EndedBy.Length == 0 ? "the gateway" : signature.EndedBy)}: {signature.EndReason}";
    }
}
