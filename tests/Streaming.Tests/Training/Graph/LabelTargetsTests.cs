using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

public sealed class LabelTargetsTests
{
    [Fact]
    public void Rows_are_smoothed_and_weighted_and_sum_to_one_over_the_batch()
    {
        float[] targets = new float[4 * 3];
        var options = new TrainingOptions { LabelSmoothing = 0.3f, ClassWeights = [1, 1, 2] };
        LabelTargets.Fill(targets, 3, [0, 2, LabelTargets.Unscored], [1, 1.5f, 9], options);
        Assert.Equal([0.2f, 0.025f, 0.025f, 0.075f, 0.075f, 0.6f, 0, 0, 0, 0, 0, 0], targets, (a, b) => MathF.Abs(a - b) < 1e-6f);
        Assert.Equal(1, targets.Sum(), 5);
    }

    [Fact]
    public void Half_of_a_target_is_what_teachers_answered()
    {
        float[] targets = new float[2 * 3];
        var options = new TrainingOptions { LabelSmoothing = 0, ClassWeights = [1, 1, 3] };
        LabelTargets.Fill(targets, 3, [0, 2], [], options, [0.5f, 0.3f, 0.2f, 0, 1, 0]);
        Assert.Equal([0.1875f, 0.0375f, 0.025f, 0, 0.375f, 0.375f], targets, (a, b) => MathF.Abs(a - b) < 1e-6f);
    }

    [Theory]
    [InlineData(0, 1, 0)]
    [InlineData(0.75f, 0.25f, 0.75f)]
    [InlineData(1, 0, 1)]
    public void Share_of_the_teachers_is_that_of_the_options(float share, float label, float taught)
    {
        float[] targets = new float[2];
        LabelTargets.Fill(targets, 2, [0], [], new TrainingOptions { LabelSmoothing = 0, TeacherShare = share }, [0, 1]);
        Assert.Equal([label, taught], targets);
    }

    [Fact]
    public void Label_outside_the_classes_is_refused_by_its_value()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => LabelTargets.Fill(new float[5], 5, [5], [], new TrainingOptions()));
        Assert.Equal((byte)5, error.ActualValue);
    }
}
