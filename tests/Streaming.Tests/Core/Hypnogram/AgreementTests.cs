using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Hypnogram;

public sealed class AgreementTests
{
    [Fact]
    public void Two_classes_by_hand()
    {
        // Reference 6 W, 4 N2; candidate finds 4 W and 3 N2: accuracy .7, chance .6·.5+.4·.5 = .5, κ .4.
        var agreement = Agreement.Of(Nights.Stages("WWWWWW2222"), Nights.Stages("WWWW22W222"));
        Assert.Equal(10, agreement.Epochs);
        Assert.Equal(0.7, agreement.Accuracy, 1e-12);
        Assert.Equal(0.4, agreement.Kappa, 1e-12);
        Assert.Equal((4.0 / 6 + 0.75) / 2, agreement.BalancedAccuracy, 1e-12);
        Assert.Equal((8.0 / 11 + 6.0 / 9) / 2, agreement.MacroF1, 1e-12);
        Assert.Equal((Stage.W, 0.6), (agreement.MajorityStage, agreement.MajorityBaseline));
        Assert.Equal(new ClassAgreement(Stage.W, 6, 0.8, 4.0 / 6, 8.0 / 11), agreement.PerClass[0]);
        Assert.Equal(new ClassAgreement(Stage.R, 0, null, null, null), agreement.PerClass[4]);
        Assert.Equal(2, agreement.Confusion[Stage.W, Stage.N2]);
    }

    [Fact]
    public void Unanswered_epochs_are_counted_apart_and_unscored_references_not_at_all()
    {
        var agreement = Agreement.Of(Nights.Stages("W2?x3"), Nights.Stages("Wx22?"));
        Assert.Equal((1L, 2L, 1.0), (agreement.Epochs, agreement.Confusion.Unanswered, agreement.Accuracy));
    }

    [Fact]
    public void Always_the_majority_has_its_baseline_and_no_kappa()
    {
        var agreement = Agreement.Of(Nights.Stages("W12223R"), Nights.Stages("2222222"));
        Assert.Equal((3.0 / 7, 0.0), (agreement.Accuracy, agreement.Kappa));
        Assert.Equal(agreement.MajorityBaseline, agreement.Accuracy);
        var awake = Agreement.Of(Nights.Stages("W12223R"), Nights.Stages("WWWWWWW"));
        Assert.Equal((Stage.N2, 3.0 / 7), (awake.MajorityStage, awake.MajorityBaseline)); // the reference's, whatever is answered
    }

    [Fact]
    public void No_epochs_give_no_figures() => Assert.True(double.IsNaN(Agreement.Of([], []).Kappa) && double.IsNaN(Agreement.Of([], []).Accuracy));

    [Fact]
    public void Different_lengths_are_refused() => Assert.Throws<ArgumentException>(() => Agreement.Of(Nights.Stages("W"), []));

    [Fact]
    public void A_night_agrees_with_itself_wholly() => Prop.ForAll(Arb.From(Nights.Any), stages =>
    {
        var agreement = Agreement.Of(stages, stages);
        double[] figures = [agreement.Accuracy, agreement.MacroF1, agreement.BalancedAccuracy];
        var kappa = agreement.PerClass.Count(stage => stage.Support > 0) > 1 ? agreement.Kappa == 1 : double.IsNaN(agreement.Kappa);
        return agreement.Epochs == 0 || (kappa && Array.TrueForAll(figures, figure => figure == 1));
    }).Check(Nights.Config);

    [Fact]
    public void One_stage_throughout_has_accuracy_and_no_kappa()
    {
        var agreement = Agreement.Of(Nights.Stages("2222"), Nights.Stages("2222"));
        Assert.Equal(1, agreement.Accuracy);
        Assert.True(double.IsNaN(agreement.Kappa)); // chance agrees wholly as well
        Assert.Equal(0, Agreement.Of(Nights.Stages("2222"), Nights.Stages("2221")).Kappa);
    }

    [Fact]
    public void Kappa_and_accuracy_are_symmetric_and_macro_f1_too() => Prop.ForAll(Arb.From(Pairs), pair =>
    {
        var (one, other) = (Agreement.Of(pair.Reference, pair.Candidate), Agreement.Of(pair.Candidate, pair.Reference));
        return Near(one.Kappa, other.Kappa) && Near(one.Accuracy, other.Accuracy) && Near(one.MacroF1, other.MacroF1);
    }).Check(Nights.Config);

    [Fact]
    public void The_order_of_epochs_and_the_names_of_stages_do_not_matter() =>
        Prop.ForAll(Arb.From(Pairs), Arb.From(Gen.Choose(0, 1 << 20)), (pair, seed) =>
    {
        var order = Enumerable.Range(0, pair.Reference.Count).ToArray();
        new Random(seed).Shuffle(order);
        var names = Enumerable.Range(0, 5).Cast<Stage>().ToArray();
        new Random(seed).Shuffle(names);
        var before = Agreement.Of(pair.Reference, pair.Candidate);
        var after = Agreement.Of([.. order.Select(k => Renamed(pair.Reference[k]))], [.. order.Select(k => Renamed(pair.Candidate[k]))]);
        return Near(before.Kappa, after.Kappa) && Near(before.Accuracy, after.Accuracy) && Near(before.MacroF1, after.MacroF1)
            && Near(before.BalancedAccuracy, after.BalancedAccuracy) && before.Epochs == after.Epochs;

        Stage? Renamed(Stage? stage) => stage is >= Stage.W and <= Stage.R ? names[(int)stage] : stage;
    }).Check(Nights.Config);

    private static Gen<ScoredNight> Pairs =>
        from reference in Nights.Any
        from noise in Gen.Choose(0, 1 << 20)
        select new ScoredNight(reference, Noisy(reference, new Random(noise)));

    internal static IReadOnlyList<Stage?> Noisy(IReadOnlyList<Stage?> stages, Random random) =>
        [.. stages.Select(stage => random.Next(3) == 0 ? (Stage)random.Next(6) : stage)];

    private static bool Near(double one, double other) => (double.IsNaN(one) && double.IsNaN(other)) || Math.Abs(one - other) < 1e-12;
}
