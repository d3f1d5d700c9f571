namespace Streaming.Core.Evidence;

/// <summary>Whether a step of the bio-calibration shows what it asks for.</summary>
/// <param name="IsSeen">Null: it cannot be judged.</param>
/// <param name="Text">In words.</param>
public readonly record struct CalibrationFinding(bool? IsSeen, string Text);
