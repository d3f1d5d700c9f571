namespace Streaming.Training.Export;

/// <summary>Files that appear whole or not at all: written beside and moved to their place.</summary>
internal static class WholeFile
{
    private const string PartExtension = ".part";

    /// <param name="path">Replaced if it is there; a link's target is, not the link. Devices are written to as they are.</param>
    /// <param name="write">Writes the text; what it throws leaves the old file as it was.</param>
    /// <exception cref="IOException">The disk refuses; the message names the file.</exception>
    public static void Write(string path, Action<TextWriter> write) => Write(path, (Stream stream) =>
    {
        using var file = new StreamWriter(stream) { NewLine = "\n" };
        write(file);
    });

    public static void Write(string path, string text) => Write(path, (TextWriter file) => file.Write(text));

    /// <summary>The same in bytes.</summary>
    public static void Write(string path, Action<Stream> write)
    {
        var target = Target(path);
        var part = IsDevice(target) ? target : target + PartExtension;
        try
        {
            using (var stream = File.Create(part)) write(stream);
            if (part != target) File.Move(part, target, overwrite: true);
        }
        catch (Exception e)
        {
            if (part != target) Remove(part);
            if (e is not (IOException or UnauthorizedAccessException)) throw;
            throw new IOException($"{path} cannot be written: {e.Message}", e);
        }
    }

    private static string Target(string path) => File.Exists(path) && File.ResolveLinkTarget(path, returnFinalTarget: true) is { } target
        && !IsDevice(path) ? target.FullName : path;

    private static bool IsDevice(string path) => Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal);

    private static void Remove(string part)
    {
        try
        {
            File.Delete(part);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // What keeps it from being written may keep it from being removed; the next one replaces it.
        }
    }
}
