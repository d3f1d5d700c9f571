using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Windowing;

namespace Streaming.Core.Novelty;

/// <summary>Scores epochs against what a network was trained on: amplitude and shape of each row, and the network's own answer.</summary>
/// <remarks>The score is the worst of them, so one bad lead shows. Exact arithmetic: equal epochs and logits give equal bits. Not thread-safe.</remarks>
public sealed class NoveltyMeter(NoveltySpec spec)
{
    /// <summary>Numbers taken of the network's answer.</summary>
    public const int NetworkNumbers = 2;

    private const int Noise = RowShape.Count; // stands for "noise" where a number of the shape would

    private readonly double[] _shape = new double[RowShape.Count];
    private readonly double[] _network = new double[NetworkNumbers];

    /// <summary>Scores an epoch.</summary>
    /// <param name="epoch">Scorable.</param>
    /// <param name="logits">The network's five for it.</param>
    public NoveltyScore Score(Epoch epoch, ReadOnlySpan<float> logits)
    {
        Network(logits, _network);
        var (worst, row, number) = (spec.Network.Distance(_network, out _) / spec.Limit, -1, -1);
        for (var n = 0; n < epoch.Rows.Count; n++)
        {
            if (epoch.Rows[n] is not { } samples) continue;
            if (spec.Rows((DerivationRow)n) is not { } rows) continue;
            var amplitude = Amplitude(rows, epoch.ScalesMicrovolts[n]);
            if (amplitude > worst) (worst, row, number) = (amplitude, n, -1);
            if (!RowShape.Measure(samples, epoch.ScalesMicrovolts[n], _shape)) continue;
            var distance = rows.Shape.Distance(_shape, out var nearest) / spec.Limit;
            if (distance > worst) (worst, row, number) = (distance, n, Strangest(rows.Shape, nearest));
            if ((DerivationRow)n == DerivationRow.Chin || WhiteNoise.Score(_shape) is not (var noise and >= 1) || noise <= worst) continue;
            (worst, row, number) = (noise, n, Noise);
        }
        return new NoveltyScore(worst, worst >= 1 ? Reason(epoch, row, number) : null);
    }

    /// <summary>Energy (logarithm of the sum of the powers) and the lead of the largest logit over the second.</summary>
    /// <param name="logits">Five.</param>
    /// <param name="numbers">Takes two.</param>
    public static void Network(ReadOnlySpan<float> logits, Span<double> numbers)
    {
        var (first, second, sum) = (double.NegativeInfinity, double.NegativeInfinity, 0.0);
        foreach (var logit in logits)
        {
            if (logit > first) (first, second) = (logit, first);
            else if (logit > second) second = logit;
        }
        foreach (var logit in logits) sum += ExactMath.Exp(logit - first);
        (numbers[0], numbers[1]) = (first + ExactMath.Log(sum), first - second);
    }

    /// <summary>0 in the middle of the range of scales, 1 at either end, on a logarithmic scale.</summary>
    public static double Amplitude(NoveltyRows rows, double scaleMicrovolts)
    {
        var (low, high) = (ExactMath.Log(rows.LeastScaleMicrovolts), ExactMath.Log(rows.GreatestScaleMicrovolts));
        return Math.Abs(2 * ExactMath.Log(Math.Max(scaleMicrovolts, RunningScale.FloorMicrovolts)) - low - high) / (high - low);
    }

    // The number that adds most to the distance.
    private int Strangest(NoveltyReference reference, int stage)
    {
        var (most, strangest) = (double.NegativeInfinity, 0);
        for (var i = 0; i < _shape.Length; i++)
        {
            var sum = 0.0;
            for (var j = 0; j < _shape.Length; j++) sum += reference.Precision[i][j] * (_shape[j] - reference.Centres[stage][j]);
            var part = sum * (_shape[i] - reference.Centres[stage][i]);
            if (part > most) (most, strangest) = (part, i);
        }
        return strangest;
    }

    private string Reason(Epoch epoch, int row, int number)
    {
        const string Unlike = "unlike anything the model was trained on";
        if (row < 0) return $"{Unlike}: the network's answer";
        var name = epoch.Derivations[row]?.Name ?? ((DerivationRow)row).ToString();
        if (number == Noise) return $"{name} is {Unlike}: noise, as loud in every second, as of an open input";
        if (number >= 0) return $"{name} is {Unlike}: {RowShape.Names[number]}";
        var rows = spec.Rows((DerivationRow)row)!;
        return string.Create(CultureInfo.InvariantCulture,
            $"{name} is {Unlike}: amplitude {epoch.ScalesMicrovolts[row]:0.##} µV, not {rows.LeastScaleMicrovolts:0.##} to {rows.GreatestScaleMicrovolts:0.##}");
    }
}
