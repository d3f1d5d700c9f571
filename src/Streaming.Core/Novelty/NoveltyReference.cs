using Streaming.Core.Staging;

namespace Streaming.Core.Novelty;

/// <summary>Where ordinary numbers lie: a centre for each stage and one shape of the cloud around them.</summary>
/// <param name="Centres">[stage][number], class order W N1 N2 N3 R.</param>
/// <param name="Precision">[number][number]: inverse of the covariance about the stage's own centre; symmetric.</param>
/// <param name="Usual">Distance within which all but a hundredth of ordinary epochs lie; above 0.</param>
public sealed record NoveltyReference(double[][] Centres, double[][] Precision, double Usual)
{
    /// <summary>Distance to the nearest centre in multiples of <see cref="Usual"/> (Mahalanobis; Lee and others, NeurIPS 2018).</summary>
    /// <param name="numbers">As many as a centre has.</param>
    /// <param name="nearest">The stage whose centre is nearest.</param>
    public double Distance(ReadOnlySpan<double> numbers, out int nearest)
    {
        (nearest, var least) = (0, double.PositiveInfinity);
        for (var stage = 0; stage < Centres.Length; stage++)
        {
            var square = 0.0;
            for (var i = 0; i < numbers.Length; i++)
            {
                var row = 0.0;
                for (var j = 0; j < numbers.Length; j++) row += Precision[i][j] * (numbers[j] - Centres[stage][j]);
                square += row * (numbers[i] - Centres[stage][i]);
            }
            if (square < least) (least, nearest) = (square, stage);
        }
        return Math.Sqrt(Math.Max(0, least)) / Usual;
    }

    /// <summary>What is wrong, naming the field, its value and its limit; null where nothing is.</summary>
    internal string? Fault(string field, int numbers)
    {
        if (Centres is not { Length: SmootherSpec.Classes } || Array.Exists(Centres, centre => centre is null || centre.Length != numbers))
            return $"{field}.centres must be {SmootherSpec.Classes} rows of {numbers}.";
        if (Precision is null || Precision.Length != numbers || Array.Exists(Precision, row => row is null || row.Length != numbers))
            return $"{field}.precision must be {numbers} rows of {numbers}.";
        if (!Centres.Concat(Precision).SelectMany(row => row).All(double.IsFinite)) return $"{field} has a value that is not finite.";
        return Usual is > 0 and < double.PositiveInfinity ? null : $"{field}.usual is {Usual}, it must be above 0.";
    }
}
