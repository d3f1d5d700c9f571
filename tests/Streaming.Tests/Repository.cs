namespace Streaming.Tests;

/// <summary>The checkout that the tests were built in.</summary>
internal static class Repository
{
    /// <summary>Found upwards from the tests' own folder.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The full path of a file or folder of the repository.</summary>
    public static string At(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Streaming.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException($"Streaming.sln is in no folder above {AppContext.BaseDirectory}.");
    }
}
