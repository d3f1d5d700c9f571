using System.IO.Enumeration;

namespace Streaming.Training.Graph;

/// <summary>Names of parameters with <c>*</c> for any characters and <c>?</c> for one: <c>stem*</c>, <c>block?.norm*</c>.</summary>
internal static class NamePattern
{
    public static bool Matches(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);

    public static bool MatchesAny(IEnumerable<string> patterns, string name) => patterns.Any(pattern => Matches(pattern, name));
}
