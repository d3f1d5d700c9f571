namespace Streaming.Core.Evidence;

/// <summary>What a person's look at an epoch that nobody has reviewed is worth, for the order of a review: the likelier its stage is wrong, the more.
/// What the order finds is measured by <c>Training -- evaluate-explanations</c>.</summary>
public static class ReviewGain
{
    // Larger ones put sure and right epochs before hesitant and wrong ones (decision 16).
    private const double Contradicted = 0.15, Strange = 0.25;

    /// <param name="confidence">Probability of the stage that stands, 0..1, as it is shown.</param>
    /// <param name="isContradicted">The rules speak against it (<see cref="Reason.IsContradicted"/>).</param>
    /// <param name="isStrange">The model was trained on nothing like it.</param>
    /// <returns>0 to 1.4; of use for comparing epochs only.</returns>
    public static double Of(double confidence, bool isContradicted, bool isStrange) =>
        1 - confidence + (isContradicted ? Contradicted : 0) + (isStrange ? Strange : 0);
}
