using System.Globalization;
using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>Chooses temperature, likelihood exponent and look-ahead on validation nights; never on test nights, never on real ones.</summary>
internal static class SmootherTuning
{
    // Up to 0.7 only: what is odd about a real epoch is odd about the next as well, which simulated nights show too little of to ask for less. Beyond it real
    // sequences neither gain nor lose by more than 0.003 (docs/evaluation.md).
    public static readonly IReadOnlyList<double> Exponents = [0.3, 0.4, 0.5, 0.6, 0.7];
    public const int MostLookAhead = 4;
    private const double Coldest = 0.5;
    private const double Hottest = 3;
    private const double TemperatureStep = 1.02;
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
        for (var temperature = Coldest; temperature <= Hottest; temperature *= TemperatureStep)
        {
            var loss = epochs.Sum(epoch => shares[epoch.Stage] / seen[epoch.Stage] * Loss(epoch.Logits, epoch.Stage, temperature));
            if (loss < best.Loss) best = (temperature, loss);
        }
        return Math.Round(best.Temperature, 3);
    }

    /// <summary>What must be said of a temperature at which the search ended, not the fit; null for one within.</summary>
    public static string? AtEdge(double temperature) => temperature > Coldest && temperature * TemperatureStep <= Hottest ? null : string.Create(
        CultureInfo.InvariantCulture,
        $"temperature {temperature:f3} lies on the edge of what is tried ({Coldest} to {Hottest}): the validation nights are too few or too easy to tell, or the network is far off; confidence is not to be relied on");

    /// <summary>Exponent by FINAL κ, mean of the sets; then the look-ahead by REVISED κ, among those at which REVISED is at least as good as
    /// FINAL on every set. The real sequences of <see cref="SleepEdfSmoothing"/> are two of the sets.</summary>
    /// <param name="sets">Named validation nights; each set counts the same.</param>
    public static SmootherChoice Choose(
        IReadOnlyList<(string Name, ReadNight[] Nights)> sets, IReadOnlyList<double> shares, double temperature)
    {
        var start = SmootherSpec.Default with { ClassPriors = [.. shares] };
        SmootherScores[] scores = [.. SleepEdfSmoothing.Scores, .. sets.Select(set => Scores(set.Name, [.. set.Nights.Select(night => Tempered(night, temperature))], start))];
        var exponent = Enumerable.Range(0, Exponents.Count).MaxBy(e => scores.Average(set => set.Final[e]));
        var chosen = 0;
        for (var ahead = 1; ahead <= MostLookAhead; ahead++)
        {
            if (!scores.All(set => set.Bears(exponent, ahead))) continue;
            double Mean(int epochs) => scores.Average(set => set.Revised[exponent][epochs]);
            if (Mean(ahead) > Mean(chosen) + WorthAnEpoch * (ahead - chosen)) chosen = ahead;
        }
        var spec = start with { LikelihoodExponent = Exponents[exponent], LookAheadEpochs = chosen };
        return new SmootherChoice(spec, [.. scores.Skip(SleepEdfSmoothing.Scores.Count).SelectMany(Lines)]);
    }

    /// <summary>Every exponent and look-ahead on one set.</summary>
    /// <param name="nights">With probabilities to smooth.</param>
    public static SmootherScores Scores(string name, IReadOnlyList<ReadNight> nights, SmootherSpec start)
    {
        var specs = Exponents.Select(exponent => start with { LikelihoodExponent = exponent }).ToArray();
        return new SmootherScores(
            name, [.. specs.Select(spec => Kappa(nights, spec, revised: false))],
            [.. specs.Select(spec => Enumerable.Range(0, MostLookAhead + 1)
                .Select(ahead => Kappa(nights, spec with { LookAheadEpochs = ahead }, revised: true)).ToArray())]);
    }

    /// <summary>A table as text: a line an exponent.</summary>
    public static IEnumerable<string> Lines(SmootherScores scores) => Exponents.Select((exponent, e) => string.Create(
        CultureInfo.InvariantCulture,
        $"{scores.Name}: exponent {exponent:f1} FINAL kappa {scores.Final[e]:f4} REVISED by look-ahead {string.Join(' ', scores.Revised[e].Select(kappa => kappa.ToString("f4", CultureInfo.InvariantCulture)))}"));

    /// <summary>Of all nights together; accuracy, which is 1, where there is no κ because all that is scored is one stage and read as it: such
    /// nights count, and prefer nothing.</summary>
    public static double Kappa(IEnumerable<ReadNight> nights, SmootherSpec spec, bool revised)
    {
        var confusion = new ConfusionMatrix();
        foreach (var night in nights)
        {
            var smoothed = night.Smooth(spec);
            confusion.Add(Agreement.Of(night.Truth, revised ? smoothed.RevisedStages : smoothed.FinalStages).Confusion);
        }
        var agreement = new Agreement(confusion);
        return double.IsNaN(agreement.Kappa) ? agreement.Accuracy : agreement.Kappa;
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
