namespace Streaming.Training.Graph;

/// <summary>What one training step saw.</summary>
/// <param name="Loss">The loss before the update.</param>
/// <param name="GradientNorm">The gradient's norm before clipping.</param>
/// <param name="Applied">False when the gradient was not finite and the parameters were left alone.</param>
internal readonly record struct StepResult(float Loss, float GradientNorm, bool Applied);
