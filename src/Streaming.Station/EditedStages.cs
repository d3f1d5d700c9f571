using System.Globalization;
using Streaming.Core.Signals.Edf;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>The stages in a file that was exported and edited: EDF+ or BDF+ annotations, or the CSV's columns epoch and stage.</summary>
internal static class EditedStages
{
    private const int EpochSeconds = 30;

    /// <param name="file">Told apart by its ending.</param>
    /// <param name="origin">Of the night that the stages go back to: the grid must be the same.</param>
    /// <exception cref="IOException">It cannot be read, or holds no stages; the message names the file and the line.</exception>
    public static IReadOnlyList<StageOverride> Read(FileInfo file, Rational origin)
    {
        var stages = file.Extension.Equals(".csv", StringComparison.OrdinalIgnoreCase) ? Csv(file) : Edf(file, origin);
        return stages.Count > 0 ? stages : throw new IOException($"{file}: there are no stages in it.");
    }

    private static List<StageOverride> Edf(FileInfo file, Rational origin)
    {
        try
        {
            using var stream = file.OpenRead();
            var start = StudyTime.Seconds(origin);
            var stages = new List<StageOverride>();
            foreach (var annotation in EdfReader.Open(stream).Annotations)
            {
                if (!Core.Signals.Edf.StageText.TryParse(annotation.Text, out var stage)) continue;
                var first = ((double)annotation.OnsetSeconds - start) / EpochSeconds;
                if (Math.Abs(first - Math.Round(first)) > 0.02)
                    throw new IOException($"{file}: '{annotation.Text}' at {(double)annotation.OnsetSeconds} s is off the night's grid.");
                var count = Math.Max(1, (int)Math.Round((double)(annotation.DurationSeconds ?? EpochSeconds) / EpochSeconds));
                for (var i = 0; i < count; i++)
                    stages.Add(new StageOverride { Epoch = (long)Math.Round(first) + i, Stage = stage is { } known ? (Stage)((int)known + 1) : Stage.Unscorable });
            }
            return stages;
        }
        catch (EdfFormatException broken)
        {
            throw new IOException($"{file}: {broken.Message}", broken);
        }
    }

    private static List<StageOverride> Csv(FileInfo file)
    {
        var lines = File.ReadAllLines(file.FullName);
        var header = lines.Length == 0 ? [] : lines[0].Split(',');
        var (epochAt, stageAt) = (Array.IndexOf(header, "epoch"), Array.IndexOf(header, "stage"));
        // Both stand before any column that may be quoted.
        if (epochAt < 0 || stageAt < 0) throw new IOException($"{file}: line 1 names no columns 'epoch' and 'stage'.");
        var stages = new List<StageOverride>();
        for (var line = 1; line < lines.Length; line++)
        {
            if (lines[line].Length == 0) continue;
            var cells = lines[line].Split(',');
            if (cells.Length <= Math.Max(epochAt, stageAt)
                || !long.TryParse(cells[epochAt], NumberStyles.Integer, CultureInfo.InvariantCulture, out var epoch)
                || !StageText.TryParse(cells[stageAt].Trim(), out var stage))
                throw new IOException($"{file}: line {line + 1} has no epoch number and stage W, N1, N2, N3, R or UNSCORABLE.");
            stages.Add(new StageOverride { Epoch = epoch, Stage = stage });
        }
        return stages;
    }
}
