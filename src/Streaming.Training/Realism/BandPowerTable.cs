using System.Globalization;
using System.IO.Compression;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;

namespace Streaming.Training.Realism;

/// <summary>The file <c>band-powers.csv.gz</c> of a folder: stages and band powers of nights, of Sleep-EDF or of imported data sets (docs/evaluation.md).</summary>
/// <param name="Datasets">Whose nights, as a person must read it; empty: Sleep-EDF's public table, whose subjects are numbers.</param>
/// <param name="Nights">From ten minutes before sleep to five minutes after, without unscored epochs.</param>
internal sealed record BandPowerTable(IReadOnlyList<string> Datasets, IReadOnlyList<BandPowerNight> Nights)
{
    public const string FileName = "band-powers.csv.gz";

    // Wake out of bed is another state than wake in bed: what is kept of it before sleep and after, epochs.
    public const int WakeBefore = 20;
    public const int WakeAfter = 10;

    private const string StageCodes = "W123R";
    private static readonly string s_public = Header("subject,night", "fpzcz", "pzoz", "eog"), s_imported = Header("dataset,subject,night", "first_eeg", "last_eeg", "eye");

    /// <exception cref="DatasetException">There is no such file, or it is not as described; names it and the line.</exception>
    public static BandPowerTable Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) throw new DatasetException($"{path} is not there: Sleep-EDF's public table, or what band-powers makes of imported nights.");
        try
        {
            return Read(path, File.OpenRead(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new DatasetException(e.Message.Contains(path, StringComparison.Ordinal) ? e.Message : $"{path}: {e.Message}", e);
        }
    }

    private static BandPowerTable Read(string path, Stream stream)
    {
        var nights = new List<BandPowerNight>();
        var datasets = new SortedSet<string>(StringComparer.Ordinal);
        using var reader = new StreamReader(new GZipStream(stream, CompressionMode.Decompress));
        var header = reader.ReadLine();
        var before = header == s_public ? 2 : header == s_imported ? 3 : throw new InvalidDataException("it does not begin with the header of a table of band powers.");
        var (name, rows) = ("", new List<(int Epoch, Stage Stage, double[] Values)>());
        for (var number = 2; reader.ReadLine() is { } line; number++)
        {
            var cells = line.Split(',');
            if (cells.Length != before + 2 + 3 * BandPowerNight.Bands) throw new InvalidDataException($"line {number} has {cells.Length} cells.");
            if (before == 3) datasets.Add(Unescaped(cells[0]));
            var of = $"{cells[before - 2]},{cells[before - 1]}";
            if (name != of)
            {
                Keep(nights, name, rows);
                (name, rows) = (of, []);
            }
            if (Row(cells.AsSpan(before), number) is { } row) rows.Add(row);
        }
        Keep(nights, name, rows);
        return new BandPowerTable([.. datasets], nights);
    }

    /// <summary>A stage as the table has it; <c>?</c>: none was given.</summary>
    public static char Code(Stage? stage) => stage is <= Stage.R ? StageCodes[(int)stage] : '?';

    /// <summary>The stage of a code, <see cref="Stage.Unscorable"/> where it is none.</summary>
    public static Stage Coded(char code) => StageCodes.IndexOf(code, StringComparison.Ordinal) is >= 0 and var stage ? (Stage)stage : Stage.Unscorable;

    /// <summary>Writes the table of imported nights.</summary>
    /// <param name="stream">Stays open.</param>
    /// <param name="nights">Data set, subject and night as the cache has them, the stages by epoch of the grid, and what was measured.</param>
    public static void Write(Stream stream, IEnumerable<(string Dataset, string Subject, string Night, IReadOnlyList<Stage?> Stages, RecordedBandPowers Measured)> nights)
    {
        using var zip = new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true);
        using var writer = new StreamWriter(zip) { NewLine = "\n" };
        writer.WriteLine(s_imported);
        foreach (var (dataset, subject, night, stages, measured) in nights)
            for (var row = 0; row < measured.Epochs.Length; row++)
            {
                var epoch = measured.Epochs[row];
                var stage = epoch < stages.Count ? stages[(int)epoch] : null;
                var values = measured.Values[row].Select(value => value.ToString("0.####", CultureInfo.InvariantCulture));
                writer.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Escaped(dataset)},{Escaped(subject)},{Escaped(night)},{30 * epoch},{Code(stage)},{string.Join(',', values)}"));
            }
    }

    private static (int Epoch, Stage Stage, double[] Values)? Row(ReadOnlySpan<string> cells, int line)
    {
        var stage = cells[1].Length == 1 ? Coded(cells[1][0]) : Stage.Unscorable;
        if (stage == Stage.Unscorable || cells[2..].Contains("")) return null;
        var values = new double[3 * BandPowerNight.Bands];
        for (var value = 0; value < values.Length; value++)
            if (!double.TryParse(cells[2 + value], NumberStyles.Float, CultureInfo.InvariantCulture, out values[value])) throw new InvalidDataException($"line {line}: '{cells[2 + value]}' is no number.");
        if (!int.TryParse(cells[0], NumberStyles.None, CultureInfo.InvariantCulture, out var onset)) throw new InvalidDataException($"line {line}: '{cells[0]}' is no onset in seconds.");
        return values.All(double.IsFinite) ? (onset / 30, stage, values) : null;
    }

    private static void Keep(List<BandPowerNight> nights, string name, List<(int Epoch, Stage Stage, double[] Values)> rows)
    {
        var asleep = rows.Where(row => row.Stage != Stage.W).Select(row => row.Epoch).ToArray();
        if (asleep.Length == 0) return; // nobody slept
        var kept = rows.Where(row => row.Epoch >= asleep[0] - WakeBefore && row.Epoch <= asleep[^1] + WakeAfter).ToArray();
        nights.Add(new BandPowerNight(Unescaped(name.Split(',')[0]), [.. kept.Select(row => row.Epoch)], [.. kept.Select(row => row.Stage)], [.. kept.Select(row => row.Values)]));
    }

    // Subjects and nights are named by folders and files, which may hold commas.
    private static string Escaped(string name) => name.Replace("%", "%25", StringComparison.Ordinal).Replace(",", "%2C", StringComparison.Ordinal);

    private static string Unescaped(string name) => name.Replace("%2C", ",", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);

    private static string Header(string night, params string[] channels) =>
        $"{night},onset_s,stage,{string.Join(',', from channel in channels from band in (string[])["delta", "theta", "alpha", "sigma", "beta"] select $"{channel}_{band}")}";
}
