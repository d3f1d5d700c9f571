namespace Streaming.Core.Hypnogram;

/// <summary>Whether confidence means what it says, and what handing the doubtful epochs to a person would buy.</summary>
public static class Calibration
{
    /// <summary>Decisions in equal spans of confidence, lowest first.</summary>
    /// <param name="decisions">Confidence 0..1 of the stage given, and whether it was right.</param>
    /// <param name="bins">At least 1.</param>
    public static IReadOnlyList<ReliabilityBin> Reliability(IReadOnlyList<(double Confidence, bool Correct)> decisions, int bins = 15)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(bins, 1);
        var (counts, sums, hits) = (new int[bins], new double[bins], new int[bins]);
        foreach (var (confidence, correct) in decisions)
        {
            if (!(confidence is >= 0 and <= 1)) throw new ArgumentException($"A confidence of {confidence} is outside 0..1.", nameof(decisions));
            var bin = Math.Min((int)(confidence * bins), bins - 1);
            counts[bin]++;
            sums[bin] += confidence;
            if (correct) hits[bin]++;
        }
        return [.. Enumerable.Range(0, bins).Select(i =>
            new ReliabilityBin((double)i / bins, (i + 1.0) / bins, counts[i], sums[i] / counts[i], (double)hits[i] / counts[i]))];
    }

    /// <summary>Expected calibration error: mean |confidence − accuracy| over the bins, weighted by count; NaN for no decisions.</summary>
    /// <inheritdoc cref="Reliability"/>
    public static double ExpectedError(IReadOnlyList<(double Confidence, bool Correct)> decisions, int bins = 15) =>
        decisions.Count == 0
            ? double.NaN
            : Reliability(decisions, bins).Where(bin => bin.Count > 0)
                .Sum(bin => bin.Count * Math.Abs(bin.MeanConfidence - bin.Accuracy)) / decisions.Count;

    /// <summary>Agreement of what remains when the least confident share goes to a person (whose epochs are left out, not counted as
    /// right).</summary>
    /// <param name="night">The night.</param>
    /// <param name="confidences">By epoch, 0..1; equal ones go in the order of the epochs.</param>
    /// <param name="reviewedShare">0..1 of the epochs both scored.</param>
    public static Agreement AfterReview(ScoredNight night, IReadOnlyList<double> confidences, double reviewedShare)
    {
        if (!(reviewedShare is >= 0 and <= 1))
            throw new ArgumentOutOfRangeException(nameof(reviewedShare), reviewedShare, "The share must lie in 0..1.");
        var both = Enumerable.Range(0, night.Reference.Count)
            .Where(k => Hypnogram.IsScored(night.Reference[k]) && Hypnogram.IsScored(night.Candidate[k])).OrderBy(k => confidences[k]).ToArray();
        var confusion = new ConfusionMatrix();
        foreach (var k in both.Skip((int)Math.Round(reviewedShare * both.Length))) confusion.Add(night.Reference[k], night.Candidate[k]);
        return new Agreement(confusion);
    }

    /// <summary>As <see cref="AfterReview"/>, over several nights under one threshold: the least confident epochs of all nights together.</summary>
    /// <param name="nights">Each with the confidence of every epoch.</param>
    /// <param name="reviewedShare">0..1 of the epochs both scored.</param>
    public static Agreement AfterReview(IReadOnlyList<(ScoredNight Night, IReadOnlyList<double> Confidences)> nights, double reviewedShare)
    {
        var reference = nights.SelectMany(night => night.Night.Reference).ToArray();
        var candidate = nights.SelectMany(night => night.Night.Candidate).ToArray();
        return AfterReview(new ScoredNight(reference, candidate), [.. nights.SelectMany(night => night.Confidences)], reviewedShare);
    }
}
