using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Evidence;

/// <summary>Findings as detectors could give them under a montage: nothing is ever found where nothing was observed.</summary>
internal static class EpochFindingsSamples
{
    /// <summary>Every combination of what may be there.</summary>
    public static IEnumerable<Observed> Montages()
    {
        foreach (var frontal in new[] { 0, 1, 2 })
            foreach (var rest in Enumerable.Range(0, 48))
            {
                var (central, occipital, chin, trusted) = (rest % 2 == 1, rest / 2 % 2 == 1, rest / 4 % 2 == 1, rest / 8 % 2 == 1);
                yield return new Observed(frontal > 0, central, occipital, rest / 16, chin, frontal == 2, trusted);
            }
    }

    public static EpochFindings Random(Observed observed, SeededRandom random)
    {
        var events = new List<Finding>();
        foreach (var kind in Enum.GetValues<FindingKind>())
            for (var i = 0; i < 3; i++)
                if (random.Chance(0.12) && Row(kind, observed) is { } row)
                    events.Add(new Finding(kind, row, 60 + 29 * random.NextDouble(), 1, 100 * random.NextDouble(), 0));
        var slow = observed.Frontal ? DerivationRow.Frontal : observed.Central ? DerivationRow.Central : DerivationRow.Occipital;
        return new EpochFindings
        {
            Epoch = 2,
            StartSeconds = 60,
            Observed = observed,
            Before = new NightContext(
                random.Chance(0.1) ? null : (Stage)random.Below(6), random.Chance(0.4) ? FindingKind.Spindle : null, random.Chance(0.5) && observed.Occipital,
                random.Chance(0.5) && observed.Occipital ? 10 : null),
            Events = [.. events.OrderBy(found => found.OnsetSeconds)],
            AlphaShare = observed.Occipital ? random.NextDouble() : null,
            MixedShare = observed.Eeg ? random.NextDouble() : null,
            OccipitalHz = observed.Occipital ? random.Between(7, 11) : null,
            Slow = observed.Eeg ? new SlowActivity(slow, 3, random.NextDouble() * 0.5, 90, observed.Microvolts) : null,
            Chin = observed.Chin ? new ChinTone(3, random.Between(1, random.Chance(0.5) ? 1.5 : 5), random.Chance(0.3)) : null,
            MovementShare = random.Chance(0.2) ? 0.8 : 0,
        };
    }

    private static DerivationRow? Row(FindingKind kind, Observed observed) => kind switch
    {
        FindingKind.Blink => observed.EyeRows == 2 ? DerivationRow.LeftEye : null,
        FindingKind.RapidEyeMovement or FindingKind.SlowEyeMovement => observed.EyeRows > 0 ? DerivationRow.LeftEye : null,
        FindingKind.VertexWave or FindingKind.SawtoothWaves => observed.Central ? DerivationRow.Central : null,
        _ => observed.Frontal ? DerivationRow.Frontal : observed.Central ? DerivationRow.Central : observed.Occipital ? DerivationRow.Occipital : null,
    };
}
