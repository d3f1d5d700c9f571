using Streaming.Core.Staging;
using Streaming.Training.Realism;

namespace Streaming.Training.Evaluation;

/// <summary>Probabilities of real nights in their real order, by a logistic model of band powers that never saw the subject: what a smoother can be
/// tuned on where no waveforms are.</summary>
internal static class RealSequences
{
    private const int Folds = 5;

    /// <param name="columns">Which band powers the model sees.</param>
    public static IReadOnlyList<ReadNight> Of(IReadOnlyList<BandPowerNight> nights, int[] columns)
    {
        var subjects = nights.Select(night => night.Subject).Distinct().Order(StringComparer.Ordinal).ToArray();
        var read = new ReadNight[nights.Count];
        Parallel.For(0, Folds, fold =>
        {
            bool IsHeld(BandPowerNight night) => Array.IndexOf(subjects, night.Subject) % Folds == fold;
            var model = MultinomialLogistic.Of(nights.Where(night => !IsHeld(night)), columns);
            for (var n = 0; n < nights.Count; n++)
                if (IsHeld(nights[n])) read[n] = Read(nights[n], model);
        });
        return read;
    }

    /// <summary>Shares of the stages: what the model was trained under.</summary>
    public static double[] ClassShares(IReadOnlyList<BandPowerNight> nights)
    {
        var counts = new double[SmootherSpec.Classes];
        foreach (var stage in nights.SelectMany(night => night.Stages)) counts[(int)stage]++;
        return [.. counts.Select(count => count / counts.Sum())];
    }

    // On the night's own grid: what was not scored stays a gap.
    private static ReadNight Read(BandPowerNight night, MultinomialLogistic model)
    {
        var epochs = night.Epochs[^1] - night.Epochs[0] + 1;
        var (evidence, truth) = (new EpochEvidence[epochs], new Stage?[epochs]);
        for (var i = 0; i < epochs; i++) evidence[i] = new EpochEvidence(i, 30.0 * i, null, null, "not scored", false);
        for (var n = 0; n < night.Epochs.Length; n++)
        {
            var (i, shares) = (night.Epochs[n] - night.Epochs[0], model.Shares(night.Values[n]));
            evidence[i] = new EpochEvidence(
                i, 30.0 * i, [.. shares.Select(share => (float)Math.Log(Math.Max(share, 1e-12)))], [.. shares.Select(share => (float)share)], null, false);
            truth[i] = night.Stages[n];
        }
        return new ReadNight(evidence, truth) { Subject = night.Subject };
    }
}
