using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;
using Streaming.Training.Evaluation;

namespace Streaming.Tests.Training.Evaluation;

/// <summary>Read nights made of a night's plan and noisy logits; no network.</summary>
internal static class SyntheticNights
{
    /// <param name="clarity">How far the right logit stands out.</param>
    public static ReadNight Of(string subject, ulong seed, double clarity = 2, int epochs = 240)
    {
        var random = new SeededRandom(seed);
        var stages = new SleepArchitecture(random, 0.4).Draw(epochs).Select(stage => (Stage?)stage).ToArray();
        var evidence = stages.Select((stage, epoch) => Evidence(epoch, [.. Enumerable.Range(0, 5).Select(k =>
            (float)(random.Normal() + (k == (int)stage! ? clarity : 0)))])).ToArray();
        return new ReadNight(evidence, stages) { Subject = subject, Name = subject, Scorings = [new NightScoring("expert", stages)] };
    }

    /// <summary>N2 from end to end, and read as nothing else.</summary>
    public static ReadNight OfOneStage(string subject, int epochs)
    {
        Stage?[] stages = [.. Enumerable.Repeat((Stage?)Stage.N2, epochs)];
        return new ReadNight([.. stages.Select((_, epoch) => Evidence(epoch, [0, 0, 20, 0, 0]))], stages)
        {
            Subject = subject, Name = subject, Scorings = [new NightScoring("expert", stages)],
        };
    }

    public static EpochEvidence Evidence(int epoch, float[] logits)
    {
        var powers = logits.Select(logit => Math.Exp(logit)).ToArray();
        return new EpochEvidence(epoch, 30 * epoch, logits, [.. powers.Select(power => (float)(power / powers.Sum()))], null, false);
    }
}
