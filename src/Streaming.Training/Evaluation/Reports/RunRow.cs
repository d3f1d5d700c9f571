using System.Reflection;
using System.Runtime.InteropServices;

namespace Streaming.Training.Evaluation.Reports;

/// <summary>When a report was made, by what and how: enough to make it again.</summary>
/// <param name="Date">When it was written.</param>
/// <param name="Software">Program, version with the commit it was built from, runtime.</param>
/// <param name="Command">As it was typed; no path that was not.</param>
/// <param name="Seeds">Of everything random, by what it decides.</param>
internal sealed record RunRow(DateTimeOffset Date, string Software, string Command, IReadOnlyDictionary<string, ulong> Seeds)
{
    /// <param name="words">The command line's words.</param>
    public static RunRow Of(TimeProvider time, IEnumerable<string> words, IReadOnlyDictionary<string, ulong> seeds) =>
        new(time.GetUtcNow(), Program(), string.Join(' ', words.Select(Quoted)), seeds);

    private static string Program()
    {
        var own = typeof(RunRow).Assembly;
        var version = own.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? $"{own.GetName().Version}";
        return $"{own.GetName().Name} {version}, {RuntimeInformation.FrameworkDescription}";
    }

    private static string Quoted(string word) =>
        word.Length > 0 && word.All(c => char.IsLetterOrDigit(c) || "-_./=,:+".Contains(c, StringComparison.Ordinal)) ? word : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
