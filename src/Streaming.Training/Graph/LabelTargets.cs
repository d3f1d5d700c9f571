namespace Streaming.Training.Graph;

/// <summary>Turns labels into the target rows of the loss.</summary>
internal static class LabelTargets
{
    /// <summary>A label that takes part in nothing: an unscored epoch or the padding of a batch.</summary>
    public const byte Unscored = 255;

    /// <summary>
    /// Writes one row of <paramref name="classes"/> numbers per label. Rows are smoothed, weighted by class and sample, and divided by
    /// the sum of weights, so that the loss is a weighted mean. Rows past the labels, and unscored ones, are zero.
    /// </summary>
    /// <param name="weights">One weight per label, or empty for 1 each.</param>
    /// <param name="taught">Probabilities by teachers, a row per label, or empty: <see cref="TrainingOptions.TeacherShare"/> of a target is theirs.</param>
    public static void Fill(
        Span<float> targets, int classes, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights, TrainingOptions options,
        ReadOnlySpan<float> taught = default)
    {
        targets.Clear();
        double total = 0;
        for (int row = 0; row < labels.Length; row++)
        {
            total += Weight(row, labels, weights, classes, options);
        }

        for (int row = 0; row < labels.Length; row++)
        {
            float weight = Weight(row, labels, weights, classes, options);
            if (weight != 0)
            {
                float share = (float)(weight / total);
                Span<float> target = targets.Slice(row * classes, classes);
                target.Fill(share * options.LabelSmoothing / classes);
                target[labels[row]] += share * (1 - options.LabelSmoothing);
                for (int i = 0; i < classes && !taught.IsEmpty; i++)
                {
                    target[i] += options.TeacherShare * ((share * taught[(row * classes) + i]) - target[i]);
                }
            }
        }
    }

    private static float Weight(int row, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights, int classes, TrainingOptions options)
    {
        byte label = labels[row];
        if (label == Unscored)
        {
            return 0;
        }

        if (label >= classes)
        {
            throw new ArgumentOutOfRangeException(nameof(labels), label, $"Label {row} is outside 0 to {classes - 1} and not {Unscored}.");
        }

        return (weights.IsEmpty ? 1 : weights[row]) * (options.ClassWeights?[label] ?? 1);
    }
}
