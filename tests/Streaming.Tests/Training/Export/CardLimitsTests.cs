using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Tests.Scoring;
using Streaming.Training.Export;

namespace Streaming.Tests.Training.Export;

public sealed class CardLimitsTests
{
    private const string Simulated = "Simulated data proves the machinery";
    private const string OnePerson = "one person; the figures, and any interval, speak of that person alone";

    [Fact]
    public void Model_of_imported_nights_is_not_said_to_know_only_simulated_recorders()
    {
        var card = CardText.Of(TinyModel.Manifest with
        {
            Training = "Imported nights, shhs (split seed 1): labels were those of the data's first scorer.",
            TrainedOn = new TrainedOn { Datasets = ["shhs"], SplitSeed = 1, Training = ["shhs/1"], Calibration = ["shhs/2"] },
            Agreement = [Accuracy("shhs, test subjects, as recorded", simulated: false, subjects: 40)],
        });
        Assert.Contains("It has learnt the people, recorders and scorers of shhs and no others.", card, StringComparison.Ordinal);
        Assert.Contains("1 calibration subject:", card, StringComparison.Ordinal);
        Assert.DoesNotContain("imulated", card, StringComparison.Ordinal);
        Assert.DoesNotContain(OnePerson, card, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_of_miniatures_is_not_said_to_have_learnt_people()
    {
        var card = CardText.Of(TinyModel.Manifest with
        {
            TrainedOn = new TrainedOn { Datasets = ["simulated (miniature of isruc)"], SplitSeed = 1, Training = ["isruc/1"], Calibration = [] },
        });
        Assert.DoesNotContain("It has learnt the people", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Each_network_it_comes_from_is_told_of_once_and_simulated_training_of_theirs_is_a_limit_of_its_own()
    {
        var manifest = TinyModel.Manifest with
        {
            Training = "Imported nights, shhs.",
            Ancestors = [new("a version 1 (11111111)", "Weights of b."), new("b version 2 (22222222)", "1 simulated night.")],
        };
        var card = CardText.Of(manifest);
        Assert.Contains("\n\n- **a version 1 (11111111)**: Weights of b.\n- **b version 2 (22222222)**: 1 simulated night.\n\n", card, StringComparison.Ordinal);
        Assert.Contains(Simulated, card, StringComparison.Ordinal);
        Assert.DoesNotContain(Simulated, CardText.Of(manifest with { Ancestors = null }), StringComparison.Ordinal);
    }

    [Fact]
    public void Simulated_figures_and_a_single_person_are_named_as_such()
    {
        var card = CardText.Of(TinyModel.Manifest with
        {
            Agreement = [Accuracy("simulated, 12 held-out subjects", simulated: true, subjects: 12), Accuracy("dynamo, as recorded", simulated: false, subjects: 1)],
        });
        Assert.Contains(Simulated, card, StringComparison.Ordinal);
        Assert.Contains($"dynamo, as recorded: {OnePerson}", card, StringComparison.Ordinal);
        Assert.Contains("1 test subject: this says nothing about other people.", card, StringComparison.Ordinal);
    }

    [Fact]
    public void Model_that_met_nobody_says_so() =>
        Assert.Contains("Measured on no person's recording", CardText.Of(TinyModel.Manifest), StringComparison.Ordinal);

    [Fact]
    public void Cap_that_was_assumed_is_not_said_to_be_measured()
    {
        var caps = new ConfidenceCaps { EegOnly = [0.9, 0.5, 1, 1, 0.5] };
        Assert.DoesNotContain("not measured", CardText.Of(TinyModel.Manifest with { ConfidenceCaps = caps }), StringComparison.Ordinal);
        var card = CardText.Of(TinyModel.Manifest with { ConfidenceCaps = caps with { Assumed = [Stage.N1, Stage.R] } });
        Assert.Contains("N1, R: not measured, since there were fewer than 20 such decisions; held to even odds or less.", card, StringComparison.Ordinal);
    }

    private static MeasuredAgreement Accuracy(string data, bool simulated, int subjects) => new()
    {
        Data = data, Simulated = simulated, Subjects = subjects, Epochs = 100, Figure = "FINAL accuracy", Value = 0.8, Low = 0.7, High = 0.9,
        Interval = "i", MajorityBaseline = 0.4,
    };
}
