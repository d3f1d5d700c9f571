namespace Streaming.Tests.Docs;

/// <summary>The repository's prose: README.md, docs/ and the cards of the bundles.</summary>
internal static class Pages
{
    /// <summary>Paths from the root, with slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Repository.At("docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Repository.At("deploy"), "*.md", SearchOption.AllDirectories),
    ];

    public static string Name(string page) => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/');
}
