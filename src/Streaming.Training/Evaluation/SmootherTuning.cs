using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>Chooses temperature, likelihood exponent and look-ahead on validation nights; never on test nights, never on real ones.</summary>
internal static class SmootherTuning
{
    // Up to 0.7 only: what is odd about a real epoch is odd about the next as well, which simulated nights show too little of to ask for less.
    private static readonly double[] Exponents = [0.3, 0.4, 0.5, 0.6, 0.7];
    private const int MostLookAhead = 4;
    private const double WorthAnEpoch = 0.002; // κ; a longer wait must buy at least this

    /// <summary>Temperature of least negative log-likelihood, with the classes weighted to the shares the network was trained under.</summary>
    public static double Temperature(IReadOnlyList<ReadNight> nights, IReadOnlyList<double> shares)
    {
        var seen = new double[shares.Count];
        var epochs = nights.SelectMany(night => night.Evidence.Zip(night.Truth))
            .Where(pair => pair.First.Logits is not null && pair.Second <= Stage.R)
            .Select(pair => (Logits: pair.First.Logits!, Stage: (int)pair.Second!.Value)).ToArray();
        foreach (var (_, stage) in epochs) seen[stage]++;
        var best = (Temperature: 1.0, Loss: double.PositiveInfinity);
        for (var temperature = 0.5; temperature <= 3; temperature *= 1.02)
        {
            var loss = epochs.Sum(epoch => shares[epoch.Stage] / seen[epoch.Stage] * Loss(epoch.Logits, epoch.Stage, temperature));
            if (loss < best.Loss) best = (temperature, loss);
        }
        return Math.Round(best.Temperature, 3);
    }

    /// <summary>Exponent by FINAL κ, then the shortest look-ahead that is within a hair of the best REVISED κ.</summary>
    public static SmootherSpec Smoother(IReadOnlyList<ReadNight> nights, IReadOnlyList<double> shares, double temperature)
    {
        var tempered = nights.Select(night => Tempered(night, temperature)).ToArray();
        var start = SmootherSpec.Default with { ClassPriors = [.. shares] };
        var candidates = Exponents.Select(exponent => start with { LikelihoodExponent = exponent });
        var spec = candidates.MaxBy(candidate => Kappa(tempered, candidate, revised: false))!;
        var ahead = Enumerable.Range(0, MostLookAhead + 1).Select(epochs => spec with { LookAheadEpochs = epochs }).ToArray();
        var kappas = ahead.Select(candidate => Kappa(tempered, candidate, revised: true)).ToArray();
        var chosen = 0;
        for (var epochs = 1; epochs < ahead.Length; epochs++)
            if (kappas[epochs] > kappas[chosen] + WorthAnEpoch * (epochs - chosen)) chosen = epochs;
        return ahead[chosen];
    }

    public static double Kappa(IEnumerable<ReadNight> nights, SmootherSpec spec, bool revised)
    {
        var confusion = new ConfusionMatrix();
        foreach (var night in nights)
        {
            var smoothed = night.Smooth(spec);
            confusion.Add(Agreement.Of(night.Truth, revised ? smoothed.RevisedStages : smoothed.FinalStages).Confusion);
        }
        return new Agreement(confusion).Kappa;
    }

    /// <summary>The night by another temperature.</summary>
    public static ReadNight Tempered(ReadNight night, double temperature) =>
        night with { Evidence = [.. night.Evidence.Select(epoch => Tempered(epoch, temperature))] };

    private static EpochEvidence Tempered(EpochEvidence epoch, double temperature)
    {
        if (epoch.Logits is not { } logits) return epoch;
        var largest = logits.Max();
        var powers = logits.Select(logit => Math.Exp((logit - largest) / temperature)).ToArray();
        var sum = powers.Sum();
        return epoch with { Probabilities = [.. powers.Select(power => (float)(power / sum))] };
    }

    private static double Loss(float[] logits, int stage, double temperature)
    {
        var largest = logits.Max();
        return Math.Log(logits.Sum(logit => Math.Exp((logit - largest) / temperature))) - (logits[stage] - largest) / temperature;
    }
}
