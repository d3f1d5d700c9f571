using Streaming.Core.Staging;

namespace Streaming.Core.Hypnogram;

/// <summary>How far a candidate's stages agree with a reference's, epoch by epoch.</summary>
/// <remarks>Epochs the reference does not score are left out; those the candidate does not answer are counted in
/// <see cref="ConfusionMatrix.Unanswered"/> and are outside the figures: give both. All figures are NaN for no epochs.</remarks>
public sealed class Agreement
{
    private static readonly Stage[] s_stages = [Stage.W, Stage.N1, Stage.N2, Stage.N3, Stage.R];

    /// <param name="confusion">The counts; later additions to it are not seen.</param>
    public Agreement(ConfusionMatrix confusion)
    {
        Confusion = new ConfusionMatrix();
        Confusion.Add(confusion);
        Epochs = confusion.Total;
        PerClass = [.. s_stages.Select(Class)];
        Accuracy = (double)s_stages.Sum(stage => confusion[stage, stage]) / Epochs;
        BalancedAccuracy = MeanOr(PerClass.Select(c => c.Recall));
        MacroF1 = MeanOr(PerClass.Select(c => c.F1));
        Kappa = KappaOf(confusion, Accuracy);
        MajorityStage = s_stages.MaxBy(confusion.ReferenceTotal);
        MajorityBaseline = (double)confusion.ReferenceTotal(MajorityStage) / Epochs;
    }

    /// <summary>The counts.</summary>
    public ConfusionMatrix Confusion { get; }

    /// <summary>Epochs that both scored.</summary>
    public long Epochs { get; }

    /// <summary>Share of equal stages, 0..1.</summary>
    public double Accuracy { get; }

    /// <summary>Mean recall of the stages the reference has.</summary>
    public double BalancedAccuracy { get; }

    /// <summary>Mean F1 of the stages either has.</summary>
    public double MacroF1 { get; }

    /// <summary>Cohen's κ, −1..1: agreement beyond chance. NaN where both give one and the same stage throughout: chance alone agrees wholly
    /// then, and there is nothing beyond it.</summary>
    public double Kappa { get; }

    /// <summary>By stage, class order.</summary>
    public IReadOnlyList<ClassAgreement> PerClass { get; }

    /// <summary>The reference's most frequent stage.</summary>
    public Stage MajorityStage { get; }

    /// <summary>Accuracy of always answering <see cref="MajorityStage"/>; its κ is 0.</summary>
    public double MajorityBaseline { get; }

    /// <exception cref="ArgumentException">The two have different lengths.</exception>
    public static Agreement Of(IReadOnlyList<Stage?> reference, IReadOnlyList<Stage?> candidate)
    {
        if (reference.Count != candidate.Count)
            throw new ArgumentException($"The reference has {reference.Count} epochs, the candidate {candidate.Count}.", nameof(candidate));
        var confusion = new ConfusionMatrix();
        for (var k = 0; k < reference.Count; k++) confusion.Add(reference[k], candidate[k]);
        return new Agreement(confusion);
    }

    private static double KappaOf(ConfusionMatrix confusion, double accuracy)
    {
        double total = confusion.Total;
        var chance = s_stages.Sum(stage => confusion.ReferenceTotal(stage) / total * (confusion.CandidateTotal(stage) / total));
        return (accuracy - chance) / (1 - chance); // 0 / 0 where chance alone agrees wholly
    }

    private static double MeanOr(IEnumerable<double?> values) => values.Average() ?? double.NaN;

    private ClassAgreement Class(Stage stage)
    {
        var (hits, reference, candidate) = (Confusion[stage, stage], Confusion.ReferenceTotal(stage), Confusion.CandidateTotal(stage));
        return new ClassAgreement(stage, reference, Share(hits, candidate), Share(hits, reference), Share(2 * hits, reference + candidate));

        static double? Share(long part, long whole) => whole == 0 ? null : (double)part / whole;
    }
}
