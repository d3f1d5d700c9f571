using System.Globalization;
using System.IO.Compression;
using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>Reads the band powers and hypnograms of the Sleep-EDF cassette nights.</summary>
internal static class RealNights
{
    // Wake out of bed is another state than wake in bed: what is kept of it before sleep and after, epochs.
    private const int WakeBefore = 20;
    private const int WakeAfter = 10;
    private const string StageCodes = "W123R";

    /// <summary>All nights, from ten minutes before sleep to five minutes after, without unscored epochs.</summary>
    /// <exception cref="InvalidDataException">The file is not as described beside it.</exception>
    public static IReadOnlyList<BandPowerNight> Read(string folder)
    {
        var nights = new List<BandPowerNight>();
        using var reader = new StreamReader(new GZipStream(File.OpenRead(Path.Combine(folder, "band-powers.csv.gz")), CompressionMode.Decompress));
        if (reader.ReadLine()?.StartsWith("subject,night,onset_s,stage,fpzcz_delta", StringComparison.Ordinal) != true)
            throw new InvalidDataException($"{folder}/band-powers.csv.gz does not begin with the expected header.");
        var (name, rows) = ("", new List<(int Epoch, Stage Stage, double[] Values)>());
        while (reader.ReadLine() is { } line)
        {
            var cells = line.Split(',');
            if (cells.Length != 4 + 3 * BandPowerNight.Bands)
                throw new InvalidDataException($"{folder}/band-powers.csv.gz: '{line}' has {cells.Length} cells.");
            if (name != cells[0] + "-" + cells[1])
            {
                Keep(nights, name, rows);
                (name, rows) = (cells[0] + "-" + cells[1], []);
            }
            var stage = cells[3].Length == 1 ? StageCodes.IndexOf(cells[3], StringComparison.Ordinal) : -1;
            if (stage < 0 || cells.AsSpan(4).Contains("")) continue;
            double[] values = [.. cells[4..].Select(cell => double.Parse(cell, CultureInfo.InvariantCulture))];
            if (values.All(double.IsFinite)) rows.Add((int.Parse(cells[2], CultureInfo.InvariantCulture) / 30, (Stage)stage, values));
        }
        Keep(nights, name, rows);
        return nights;
    }

    /// <summary>Stages of all nights over the same span; <see cref="Stage.Unscorable"/> where none was given.</summary>
    public static IReadOnlyList<Stage[]> Hypnograms(string folder) =>
    [
        .. from line in File.ReadLines(Path.Combine(folder, "hypnograms.csv")).Skip(1)
           let codes = line.Split(',')[2]
           let first = codes.AsSpan().IndexOfAny("123R")
           let last = codes.AsSpan().LastIndexOfAny("123R")
           select codes[Math.Max(0, first - WakeBefore)..Math.Min(codes.Length, last + 1 + WakeAfter)]
               .Select(Coded)
               .ToArray(),
    ];

    private static Stage Coded(char code) =>
        StageCodes.IndexOf(code, StringComparison.Ordinal) is >= 0 and var stage ? (Stage)stage : Stage.Unscorable;

    private static void Keep(List<BandPowerNight> nights, string name, List<(int Epoch, Stage Stage, double[] Values)> rows)
    {
        var asleep = rows.Where(row => row.Stage != Stage.W).Select(row => row.Epoch).ToArray();
        if (asleep.Length == 0) return; // nobody slept
        var kept = rows.Where(row => row.Epoch >= asleep[0] - WakeBefore && row.Epoch <= asleep[^1] + WakeAfter).ToArray();
        nights.Add(new BandPowerNight(
            name[..name.IndexOf('-', StringComparison.Ordinal)],
            [.. kept.Select(row => row.Epoch)], [.. kept.Select(row => row.Stage)], [.. kept.Select(row => row.Values)]));
    }
}
