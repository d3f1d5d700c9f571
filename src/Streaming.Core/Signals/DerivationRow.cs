namespace Streaming.Core.Signals;

/// <summary>The rows of the picture, top to bottom (AASM recommended derivations).</summary>
public enum DerivationRow
{
    Frontal = 0,
    Central = 1,
    Occipital = 2,
    LeftEye = 3,
    RightEye = 4,
    Chin = 5,
}
