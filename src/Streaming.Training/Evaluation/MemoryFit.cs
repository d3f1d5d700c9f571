using Streaming.Core.Staging;
using Streaming.Training.Realism;

namespace Streaming.Training.Evaluation;

/// <summary>Fits how the night so far bears on a decision (<see cref="MemorySpec"/>): multinomial logistic regression of the scorer's stages on what the
/// network and the hidden Markov model say and on running means of what the network has said.</summary>
internal static class MemoryFit
{
    /// <summary>Shares kept from epoch to epoch: an epoch or two, some five minutes, half an hour. More memories brought nothing (docs/evaluation.md).</summary>
    private static readonly double[] s_kept = [0.5, 0.9, 0.99];

    /// <summary>Fewer say more of themselves than of nights.</summary>
    public const int FewestSubjects = 10;

    private const int MostRows = 40_000; // of a set; neighbouring epochs are alike
    private const double LeastDeviation = 0.01; // an input that hardly varies tells nothing, and would have a weight without bounds
    private const int HourEpochs = 120;
    private const int BeginningEpochs = 20;

    /// <param name="sets">Nights with probabilities to smooth, held against who scored them; each set counts the same, however many nights it has.</param>
    /// <param name="spec">The hidden Markov model; a memory that it may have is not looked at.</param>
    /// <returns>The same with the memory, or with none where the sets hold fewer than ten subjects, one of them no scored epoch, or the network's answers hardly vary.</returns>
    public static SmootherSpec Of(IReadOnlyList<IReadOnlyList<ReadNight>> sets, SmootherSpec spec)
    {
        var plain = spec with { Memory = null };
        if (sets.SelectMany(nights => nights).DistinctBy(night => night.Subject).Count() < FewestSubjects) return plain;
        IReadOnlyList<ReadNight>[] all = [.. sets.Select(nights => (IReadOnlyList<ReadNight>)[.. nights, .. nights.Where(night => night.Evidence.Count > 0).Select(AfterAnHourOfItsBeginning)])];
        var memory = new MemorySpec { Kept = [.. s_kept], Final = Weights(all, plain, Revision.Final), Revised = Weights(all, plain, Revision.Revised) };
        return memory.Fault() is null ? plain with { Memory = memory } : plain;
    }

    // A bed records before the lights go out, the nights it is fitted on begin shortly before sleep: each is also taken after an hour of what it begins with.
    private static ReadNight AfterAnHourOfItsBeginning(ReadNight night)
    {
        var before = Enumerable.Range(0, HourEpochs).Select(n => n % Math.Min(BeginningEpochs, night.Evidence.Count)).ToArray();
        return night with
        {
            Evidence = [.. before.Select(n => night.Evidence[n]), .. night.Evidence],
            Truth = [.. before.Select(_ => (Stage?)null), .. night.Truth],
        };
    }

    private static double[][] Weights(IReadOnlyList<IReadOnlyList<ReadNight>> sets, SmootherSpec plain, Revision revision)
    {
        var rows = sets.Select(nights => nights.SelectMany(night => Rows(night, plain, revision)).ToList()).ToList();
        var count = Math.Min(MostRows, rows.Min(set => set.Count));
        if (count == 0) return [];
        List<(double[] Values, int Class)> chosen = [.. rows.SelectMany(set => EvenlySpaced(set, count))];
        var inputs = MemorySpec.InputCount(s_kept.Length);
        int[] varying = [.. Enumerable.Range(0, inputs - 1).Where(input => Deviation(chosen, input) >= LeastDeviation)];
        return [.. new MultinomialLogistic(chosen, varying).Weights().Select(weights => Spread(weights, varying, inputs))];
    }

    private static double Deviation(List<(double[] Values, int Class)> rows, int input)
    {
        var mean = rows.Average(row => row.Values[input]);
        return Math.Sqrt(rows.Average(row => (row.Values[input] - mean) * (row.Values[input] - mean)));
    }

    // The constant is last in both.
    private static double[] Spread(double[] weights, int[] places, int inputs)
    {
        var all = new double[inputs];
        for (var n = 0; n < places.Length; n++) all[places[n]] = weights[n];
        all[^1] = weights[^1];
        return all;
    }

    private static IEnumerable<T> EvenlySpaced<T>(List<T> rows, int count) => Enumerable.Range(0, count).Select(n => rows[(int)((long)n * rows.Count / count)]);

    private static IEnumerable<(double[] Values, int Class)> Rows(ReadNight night, SmootherSpec plain, Revision revision)
    {
        var smoothed = night.Smooth(plain);
        var beliefs = revision == Revision.Final ? smoothed.Final : smoothed.Revised;
        var memory = new NightMemory(s_kept);
        for (var n = 0; n < night.Evidence.Count; n++)
        {
            if (night.Evidence[n].Probabilities is not { } probabilities) continue;
            var inputs = memory.Accept(probabilities);
            NightMemory.Believe(inputs, [.. beliefs[n].Probabilities.Select(value => (double)value)]);
            if (night.Truth[n] is { } stage and <= Stage.R) yield return (inputs, (int)stage);
        }
    }
}
