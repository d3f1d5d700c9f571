using Streaming.Training.Realism;

namespace Streaming.Training.Evaluation;

/// <summary>What exponents and look-aheads did to real sequences: a smoother that suits only simulated nights is not chosen.</summary>
/// <remarks>Source: 153 Sleep-EDF cassette nights (78 subjects, ODC-By), probabilities of a logistic model of band powers trained on other subjects
/// (5 folds), at the temperature that fits them; transitions of <see cref="Core.Staging.SleepTransitions"/>. Printed by <c>tune-smoother</c>; a test
/// computes them again where the data is.</remarks>
internal static class SleepEdfSmoothing
{
    /// <summary>What the logistic model saw.</summary>
    public static IReadOnlyList<(string Name, int[] Columns)> Views { get; } =
    [
        ("Sleep-EDF, two EEG and the eyes", [.. Enumerable.Range(0, BandPowerNight.Features)]),
        ("Sleep-EDF, Fpz-Cz alone", [.. Enumerable.Range(0, BandPowerNight.Bands)]),
    ];

    /// <summary>Kappas by view; exponents and look-aheads as in <see cref="SmootherTuning"/>.</summary>
    public static IReadOnlyList<SmootherScores> Scores { get; } =
    [
        new(Views[0].Name, [0.6242, 0.6325, 0.6366, 0.6394, 0.6410],
        [
            [0.6242, 0.6343, 0.6386, 0.6416, 0.6431],
            [0.6325, 0.6404, 0.6434, 0.6445, 0.6448],
            [0.6366, 0.6434, 0.6450, 0.6456, 0.6450],
            [0.6394, 0.6445, 0.6455, 0.6451, 0.6444],
            [0.6410, 0.6454, 0.6451, 0.6445, 0.6435],
        ]),
        new(Views[1].Name, [0.5543, 0.5643, 0.5699, 0.5729, 0.5747],
        [
            [0.5543, 0.5641, 0.5700, 0.5734, 0.5751],
            [0.5643, 0.5719, 0.5751, 0.5773, 0.5783],
            [0.5699, 0.5757, 0.5777, 0.5793, 0.5793],
            [0.5729, 0.5780, 0.5793, 0.5793, 0.5789],
            [0.5747, 0.5790, 0.5793, 0.5791, 0.5787],
        ]),
    ];
}
