namespace Streaming.Tests;

/// <summary>Recordings beside the repository; a test that needs one is skipped where there is none.</summary>
internal static class SharedData
{
    /// <summary>The path of a file of ../shared/data, or a skip that names it.</summary>
    public static string FileOrSkip(params string[] parts)
    {
        var path = Path.Combine([Root(), "..", "shared", "data", .. parts]);
        if (!File.Exists(path)) Assert.Skip($"../shared/data/{string.Join('/', parts)} is not here.");
        return Path.GetFullPath(path);
    }

    /// <summary>The repository's root, found upwards from the tests' own folder.</summary>
    public static string Root()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Streaming.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("Streaming.sln is in no folder above the tests.");
    }
}
