namespace Streaming.Training.Commands;

/// <summary>Where a verb is to write, looked at before its long work begins.</summary>
internal static class OutputPlace
{
    private const int ProbeBytes = 4096;

    /// <summary>Makes the folder if it is absent, and writes something into it.</summary>
    /// <exception cref="CommandException">It is no folder, or nothing can be written there; says which.</exception>
    public static string Folder(string option, string path)
    {
        if (string.IsNullOrWhiteSpace(path)) throw new CommandException($"{option} is empty; name a folder.");
        if (System.IO.File.Exists(path)) throw new CommandException($"{option}: {path} is a file; name a folder.");
        Try(option, path);
        return path;
    }

    /// <summary>Makes the folder of a file if it is absent, and writes something into it.</summary>
    /// <exception cref="CommandException">As above.</exception>
    public static string? File(string option, string? path)
    {
        if (path is null) return null;
        if (string.IsNullOrWhiteSpace(path)) throw new CommandException($"{option} is empty; name a file.");
        if (Directory.Exists(path)) throw new CommandException($"{option}: {path} is a folder; name a file.");
        if (!Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal)) Try(option, Path.GetDirectoryName(Path.GetFullPath(path))!);
        return path;
    }

    private static void Try(string option, string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
            var probe = Path.Combine(folder, $".writable-{Environment.ProcessId}");
            using var stream = new FileStream(probe, FileMode.Create, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
            stream.Write(new byte[ProbeBytes]);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{option}: {folder} cannot be written to: {e.Message}", e);
        }
    }
}
