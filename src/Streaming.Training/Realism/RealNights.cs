using Streaming.Core.Staging;
using Streaming.Training.Datasets;

namespace Streaming.Training.Realism;

/// <summary>Reads the band powers and hypnograms of the Sleep-EDF cassette nights.</summary>
internal static class RealNights
{
    /// <summary>All nights, from ten minutes before sleep to five minutes after, without unscored epochs.</summary>
    /// <exception cref="DatasetException">The file is not as described beside it, or is of other data sets.</exception>
    public static IReadOnlyList<BandPowerNight> Read(string folder) => BandPowerTable.Read(folder) is { Datasets: [] } table
        ? table.Nights
        : throw new DatasetException($"{Path.Combine(folder, BandPowerTable.FileName)} is of imported nights, whose derivations are others; Sleep-EDF's own table is needed here.");

    /// <summary>Stages of all nights over the same span; <see cref="Stage.Unscorable"/> where none was given.</summary>
    public static IReadOnlyList<Stage[]> Hypnograms(string folder) =>
    [
        .. from line in File.ReadLines(Path.Combine(folder, "hypnograms.csv")).Skip(1)
           let codes = line.Split(',')[2]
           let first = codes.AsSpan().IndexOfAny("123R")
           let last = codes.AsSpan().LastIndexOfAny("123R")
           select codes[Math.Max(0, first - BandPowerTable.WakeBefore)..Math.Min(codes.Length, last + 1 + BandPowerTable.WakeAfter)]
               .Select(BandPowerTable.Coded)
               .ToArray(),
    ];
}
