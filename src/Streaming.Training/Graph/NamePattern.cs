using System.IO.Enumeration;

namespace Streaming.Training.Graph;

/// <summary>Names of parameters with <c>*</c> for any characters and <c>?</c> for one: <c>stem*</c>, <c>block?.norm*</c>.</summary>
internal static class NamePattern
{
    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    /// <summary>The first pattern that means none of the names; null: each means some.</summary>
    public static string? Idle(IEnumerable<string> patterns, IReadOnlyList<string> names) =>
        patterns.FirstOrDefault(pattern => !names.Any(name => Matches(pattern, name)));

    public static bool MatchesAny(IEnumerable<string> patterns, string name) => patterns.Any(pattern => Matches(pattern, name));
}
