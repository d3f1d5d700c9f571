namespace Streaming.Core.Evidence;

/// <summary>What a patient is asked to do before lights off, so that the leads can be judged (AASM bio-calibration).</summary>
public enum CalibrationTask
{
    EyesOpen = 1,
    EyesClosed = 2,
    LookLeftRight = 3,
    LookUpDown = 4,
    Blink = 5,
    ClenchTeeth = 6,
}
