namespace Streaming.Training.Graph;

/// <summary>Linear warm-up to Peak, then half a cosine down to Floor at the last step.</summary>
internal sealed record LearningRateSchedule(float Peak, float Floor, int WarmUpSteps, int TotalSteps)
{
    /// <summary>The rate of a step, counted from 0.</summary>
    public float At(long step)
    {
        if (step < WarmUpSteps)
        {
            return Peak * (step + 1) / WarmUpSteps;
        }

        double progress = Math.Clamp((double)(step - WarmUpSteps) / Math.Max(1, TotalSteps - WarmUpSteps), 0, 1);
        return (float)(Floor + ((Peak - Floor) * 0.5 * (1 + Math.Cos(Math.PI * progress))));
    }
}
