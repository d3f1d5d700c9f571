using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>The smoother chosen, and what was seen on the way.</summary>
/// <param name="Lines">For the log: kappas by set, exponent and look-ahead.</param>
internal sealed record SmootherChoice(SmootherSpec Spec, IReadOnlyList<string> Lines);
