namespace Streaming.Core.Simulation;

/// <summary>What is planned differently from what is wanted, because waves, chance, artefacts and scoring add to it.</summary>
/// <remarks>Written by <c>Streaming.Training -- realism --fit</c>: the values before plus real minus simulated; repeated until they
/// stay, then N3 smoothed by hand.</remarks>
internal static class SimulationOffsets
{
    /// <summary>Added to the stage means, as SleepEdfBandPowers.StageMeans.</summary>
    public static readonly double[][] Means =
    [
        [-0.19, -0.06, 0.03, -0.19, 0.42, -0.34, -0.09, 0.08, -0.13, 0.57],
        [-0.45, -0.18, -0.07, -0.26, 0.27, -0.33, -0.06, -0.09, -0.29, 0.15],
        [-0.19, 0.10, 0.03, -0.16, 0.24, -0.18, 0.12, 0.03, -0.07, 0.25],
        [0.35, 0.20, 0.12, -0.05, 0.20, 0.25, 0.12, 0.02, -0.13, 0.14],
        [-0.20, -0.10, -0.03, -0.32, 0.21, -0.20, -0.05, 0.01, -0.23, 0.23],
    ];

    /// <summary>Of the fast deviations, the share that is planned.</summary>
    public static readonly double[][] FastShares =
    [
        [1.10, 1.03, 0.96, 1.10, 1.08, 1.10, 1.10, 0.90, 1.10, 1.04],
        [0.14, 0.35, 0.33, 0.27, 0.14, 0.42, 1.02, 0.16, 0.14, 0.14],
        [0.14, 0.41, 0.60, 0.14, 0.43, 0.14, 0.14, 0.14, 0.14, 0.14],
        [0.14, 0.14, 0.14, 0.14, 0.79, 0.14, 0.14, 0.42, 0.14, 0.42],
        [0.82, 1.02, 0.77, 0.79, 0.14, 0.49, 0.94, 0.83, 0.70, 0.14],
    ];

    /// <summary>Of the slow deviations, the share that is planned.</summary>
    public static readonly double[][] SlowShares =
    [
        [1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00, 1.00],
        [0.97, 1.00, 1.00, 1.00, 0.96, 1.00, 1.00, 1.00, 0.87, 0.70],
        [0.95, 1.00, 1.00, 0.85, 1.00, 0.95, 1.00, 1.00, 0.85, 0.95],
        [0.90, 0.90, 0.95, 0.85, 1.00, 0.90, 0.90, 1.00, 0.90, 1.00],
        [1.00, 1.00, 1.00, 1.00, 0.98, 1.00, 1.00, 1.00, 1.00, 0.93],
    ];
}
