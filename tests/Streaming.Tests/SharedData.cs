namespace Streaming.Tests;

/// <summary>Recordings beside the repository; a test that needs one is skipped where there is none.</summary>
internal static class SharedData
{
    /// <summary>The path of a file of ../shared/data, or a skip that names it.</summary>
    public static string FileOrSkip(params string[] parts)
    {
        var path = Repository.At(["..", "shared", "data", .. parts]);
        if (!File.Exists(path)) Assert.Skip($"../shared/data/{string.Join('/', parts)} is not here.");
        return Path.GetFullPath(path);
    }
}
