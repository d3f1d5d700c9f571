using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>How much of a night a stage takes, and how long it lasts.</summary>
/// <param name="Share">Mean over nights.</param>
/// <param name="Spread">Deviation between nights.</param>
/// <param name="Bout">Mean length of an uninterrupted run, epochs.</param>
internal readonly record struct HypnogramShape(double Share, double Spread, double Bout)
{
    public static HypnogramShape Of(IReadOnlyList<BandPowerNight> nights, Stage stage)
    {
        var shares = nights.Select(night => night.Stages.Count(other => other == stage) / (double)night.Stages.Length).ToArray();
        var (epochs, bouts) = (0, 0);
        foreach (var stages in nights.Select(night => night.Stages))
            for (var i = 0; i < stages.Length; i++)
            {
                if (stages[i] != stage) continue;
                epochs++;
                if (i == 0 || stages[i - 1] != stage) bouts++;
            }
        var mean = shares.Average();
        return new HypnogramShape(mean, Math.Sqrt(shares.Average(share => (share - mean) * (share - mean))), epochs / (double)Math.Max(1, bouts));
    }
}
