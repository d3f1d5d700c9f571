using Streaming.Scoring;

namespace Streaming.Training.Evaluation;

/// <summary>A bundle and what the report calls it.</summary>
internal sealed record NamedBundle(string Label, ModelBundle Bundle)
{
    /// <summary>The folder given more than once, however it is written; null: each is another.</summary>
    public static string? Twice(IReadOnlyList<string> folders) =>
        folders.CountBy(folder => Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder))).FirstOrDefault(entry => entry.Value > 1).Key;

    /// <summary>Folders by their last name, or by as much of their path as it takes to tell them apart; each folder once.</summary>
    public static IReadOnlyList<NamedBundle> Load(IReadOnlyList<string> folders)
    {
        var parts = folders.Select(folder => Path.GetFullPath(folder).TrimEnd(Path.DirectorySeparatorChar).Split(Path.DirectorySeparatorChar)).ToArray();
        var depth = 1;
        while (depth < parts.Max(path => path.Length) && Labels(depth).Distinct().Count() < folders.Count) depth++;
        return [.. Labels(depth).Zip(folders, (label, folder) => new NamedBundle(label, ModelBundle.Load(folder)))];

        IEnumerable<string> Labels(int names) => parts.Select(path => string.Join('/', path.TakeLast(names)));
    }
}
