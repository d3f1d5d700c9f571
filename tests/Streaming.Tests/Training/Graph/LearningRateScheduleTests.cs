using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

public sealed class LearningRateScheduleTests
{
    private static readonly LearningRateSchedule _schedule = new(Peak: 1e-3f, Floor: 1e-5f, WarmUpSteps: 10, TotalSteps: 110);

    [Theory]
    [InlineData(0, 1e-4f)]
    [InlineData(9, 1e-3f)]
    [InlineData(10, 1e-3f)]
    [InlineData(60, 5.05e-4f)]
    [InlineData(110, 1e-5f)]
    [InlineData(5000, 1e-5f)]
    public void Rate_warms_up_then_falls_to_the_floor(long step, float expected) => Assert.Equal(expected, _schedule.At(step), 6);
}
