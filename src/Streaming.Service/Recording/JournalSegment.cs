using System.Globalization;

namespace Streaming.Service.Recording;

/// <summary>One file of the journal, named by the offset of its first byte: <c>00000000000000000000.journal</c>.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Start">Offset of its first byte.</param>
internal readonly record struct JournalSegment(string Path, long Start)
{
    private const string Extension = ".journal";

    public static JournalSegment At(string folder, long start) =>
        new(System.IO.Path.Combine(folder, start.ToString("D20", CultureInfo.InvariantCulture) + Extension), start);

    /// <summary>The segments of a folder in order; files with other names are left alone.</summary>
    public static IReadOnlyList<JournalSegment> List(string folder) =>
        Directory.EnumerateFiles(folder, "*" + Extension)
            .Select(path => (path, name: System.IO.Path.GetFileNameWithoutExtension(path)))
            .Where(file => file.name.Length == 20 && long.TryParse(file.name, NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(file => new JournalSegment(file.path, long.Parse(file.name, CultureInfo.InvariantCulture)))
            .OrderBy(segment => segment.Start)
            .ToList();
}
