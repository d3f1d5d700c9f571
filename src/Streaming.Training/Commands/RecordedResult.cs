using System.Globalization;
using Streaming.Core.Staging;

namespace Streaming.Training.Commands;

/// <summary>One line of a station's record.</summary>
internal sealed record RecordedResult(long Epoch, string Revision, Stage Stage)
{
    /// <exception cref="CommandException">The file cannot be read, lacks a column, or has a value that is none.</exception>
    public static IReadOnlyList<RecordedResult> Read(string path)
    {
        string[] lines;
        try
        {
            lines = File.ReadAllLines(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{path}: {e.Message}", e);
        }
        var header = lines.Length == 0 ? [] : lines[0].Split(',');
        // Site and bed, which alone may be quoted, come first and hold no comma by the contract; columns are counted from the right.
        int FromEnd(string column) => Array.IndexOf(header, column) is var at and >= 0
            ? header.Length - at
            : throw new CommandException($"{path}: the column '{column}' is missing.");
        var (epoch, revision, stage) = (FromEnd("epoch"), FromEnd("revision"), FromEnd("stage"));
        return [.. lines.Skip(1).Select((line, n) => Parse(line.Split(','), epoch, revision, stage)
            ?? throw new CommandException($"{path}: line {n + 2} is no result: {line}"))];
    }

    private static RecordedResult? Parse(string[] fields, int epoch, int revision, int stage) =>
        fields.Length >= epoch
        && long.TryParse(fields[^epoch], NumberStyles.Integer, CultureInfo.InvariantCulture, out var number)
        && Enum.TryParse<Stage>(fields[^stage], true, out var given)
            ? new RecordedResult(number, fields[^revision], given)
            : null;
}
