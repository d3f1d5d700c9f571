namespace Streaming.Core.Novelty;

/// <summary>How like the noise of an open input a row is. Band by band, wake under muscle is as rough as noise; but noise is as loud in every second,
/// and so are no muscle and no brain.</summary>
/// <remarks>White noise of any amplitude and native rate, through the brain filter of signal version 1, has these numbers (RowShape). The chin's
/// row is noise by nature: do not ask for it.</remarks>
internal static class WhiteNoise
{
    private const double Radius = 3.89; // 99 % of white noise lies within it: chi square of five numbers
    private const double FlaggedRadii = 1.5;
    private const double LeastRadii = 0.5;

    private static readonly (int Number, double Mean, double Deviation)[] s_numbers =
    [
        (2, -0.226, 0.0046), // evenness of amplitude
        (3, 0.126, 0.013), // steepness
        (4, 0.372, 0.0082), // roughness
        (8, -2.26, 0.105), // evenness from second to second
        (9, -1.80, 0.065), // share of slow waves
    ];

    /// <summary>1 and above where the row is noise, at most 3; on the scale of <see cref="NoveltyScore"/>.</summary>
    /// <param name="shape">Of <see cref="RowShape"/>.</param>
    public static double Score(ReadOnlySpan<double> shape)
    {
        var square = 0.0;
        foreach (var (number, mean, deviation) in s_numbers)
        {
            var away = (shape[number] - mean) / deviation;
            square += away * away;
        }
        return FlaggedRadii / Math.Max(LeastRadii, Math.Sqrt(square) / Radius);
    }
}
