using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Staging;

public sealed class ConfidenceCapsTests
{
    private static readonly ConfidenceCaps Caps = new() { EegOnly = [0.7, 0.4, 1, 1, 0.6] };

    [Theory]
    [InlineData(Stage.R, false, 0.6)]
    [InlineData(Stage.R, true, 0.9)]
    [InlineData(Stage.N2, false, 0.9)]
    public void Confidence_is_held_back_where_eyes_and_chin_are_missing(Stage stage, bool hasEyesOrChin, float expected) =>
        Assert.Equal(expected, ConfidenceCaps.Confidence(Caps, Sure(stage), hasEyesOrChin));

    [Fact]
    public void Confidence_below_the_cap_and_of_a_bundle_without_caps_stays()
    {
        var unsure = Sure(Stage.R) with { Probabilities = [0.1f, 0.1f, 0.1f, 0.15f, 0.55f] };
        Assert.Equal(0.55f, ConfidenceCaps.Confidence(Caps, unsure, false));
        Assert.Equal(0.9f, ConfidenceCaps.Confidence(null, Sure(Stage.R), false));
        Assert.Equal(0, ConfidenceCaps.Confidence(Caps, new StageDecision(0, Revision.Final, Stage.Unscorable, [], 0), false));
    }

    [Fact]
    public void Faults_name_the_field()
    {
        Assert.Null(Caps.Fault());
        Assert.Contains("eegOnly has 2 values", new ConfidenceCaps { EegOnly = [1, 1] }.Fault(), StringComparison.Ordinal);
        Assert.Contains("1.5", new ConfidenceCaps { EegOnly = [1, 1, 1.5, 1, 1] }.Fault(), StringComparison.Ordinal);
    }

    private static StageDecision Sure(Stage stage)
    {
        float[] probabilities = [0.025f, 0.025f, 0.025f, 0.025f, 0.025f];
        probabilities[(int)stage] = 0.9f;
        return new StageDecision(0, Revision.Final, stage, probabilities, 0);
    }
}
