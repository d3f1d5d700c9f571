using System.Text.RegularExpressions;

namespace Streaming.Tests.Docs;

/// <summary>The repository's prose: README.md, docs/ and the cards of the bundles.</summary>
internal static partial class Pages
{
    /// <summary>Paths from the root, with slashes.</summary>
    public static IReadOnlyList<string> All { get; } =
    [
        .. Directory.EnumerateFiles(Repository.Root, "*.md"),
        .. Directory.EnumerateFiles(Repository.At("docs"), "*.md", SearchOption.AllDirectories),
        .. Directory.EnumerateFiles(Repository.At("deploy"), "*.md", SearchOption.AllDirectories),
    ];

    public static string Name(string page) => Path.GetRelativePath(Repository.Root, page).Replace('\\', '/');

    /// <summary>By the names that links give them: lower case, hyphens for spaces, nothing else but letters and digits.</summary>
    public static HashSet<string> Headings(string page) =>
        [.. Heading().Matches(File.ReadAllText(page)).Select(heading => NoName().Replace(heading.Groups[1].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    [GeneratedRegex("^#+ (.*)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NoName();
}
