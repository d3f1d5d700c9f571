namespace Streaming.Core.Simulation;

/// <summary>What is planned differently from what is wanted, because waves, chance, artefacts and scoring add to it.</summary>
/// <remarks>Written by <c>Streaming.Training -- realism --fit</c>: the values before plus real minus simulated; repeated until they stay.</remarks>
internal static class SimulationOffsets
{
    /// <summary>Added to the stage means, as SleepEdfBandPowers.StageMeans.</summary>
    public static readonly double[][] Means =
    [
        [-0.02, 0.02, 0.08, -0.20, 0.40, -0.20, 0.00, 0.19, -0.12, 0.53],
        [-0.44, -0.21, -0.09, -0.30, 0.23, -0.33, -0.06, -0.12, -0.34, 0.07],
        [-0.19, 0.05, 0.01, -0.17, 0.22, -0.16, 0.11, 0.00, -0.07, 0.21],
        [0.51, 0.22, 0.17, -0.05, 0.14, 0.36, 0.16, 0.02, -0.15, 0.07],
        [-0.24, -0.11, 0.01, -0.30, 0.24, -0.18, -0.03, 0.04, -0.23, 0.21],
    ];

    /// <summary>Of the fast deviations, the share that is planned.</summary>
    public static readonly double[][] FastShares =
    [
        [1.10, 1.08, 0.87, 1.03, 0.83, 1.10, 1.08, 0.85, 1.02, 0.88],
        [0.14, 0.14, 0.14, 0.14, 0.14, 0.14, 0.71, 0.14, 0.14, 0.14],
        [0.14, 0.38, 0.47, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14, 0.14],
        [0.14, 0.14, 0.14, 0.14, 0.73, 0.14, 0.14, 0.14, 0.14, 0.14],
        [0.78, 0.94, 0.69, 0.68, 0.14, 0.36, 0.83, 0.77, 0.56, 0.14],
    ];
}
