using Microsoft.Data.Sqlite;

namespace Streaming.Service.Recording;

/// <summary>Copies a store, also while a service writes it, so that the copy can be opened.</summary>
/// <remarks>The order matters: a night log must never be newer than the journal beside it. Copying the folder by its names would do just that. When it says that
/// it is done, the copy is on the disk: what it was made for may be a power cut.</remarks>
internal static class StoreBackup
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute;
    private static readonly string[] s_databases = ["nights.db", "access.db"];

    /// <param name="target">Made; it must not exist yet, or be empty.</param>
    /// <returns>Files and bytes of the copy.</returns>
    /// <exception cref="IOException">There is no store, the target is in use, or the disk refuses.</exception>
    public static (int Files, long Bytes) Copy(string store, string target)
    {
        if (!File.Exists(Path.Combine(store, "nights.db"))) throw new IOException($"There is no store in '{store}': it has no nights.db.");
        if (Directory.Exists(target) && Directory.EnumerateFileSystemEntries(target).Any())
            throw new IOException($"The folder '{target}' is not empty; a backup wants one of its own.");
        Make(target);
        foreach (var name in s_databases.Where(name => File.Exists(Path.Combine(store, name)))) CopyDatabase(Path.Combine(store, name), Path.Combine(target, name));
        CopyFolder(Path.Combine(store, "journal"), Path.Combine(target, "journal"), "*.journal");
        CopyFolder(Path.Combine(store, "recordings"), Path.Combine(target, "recordings"), "*.?df"); // not the part of one that is being written
        FolderFlush.Flush(target);
        var copied = new DirectoryInfo(target).GetFiles("*", SearchOption.AllDirectories);
        return (copied.Length, copied.Sum(file => file.Length));
    }

    private static void Make(string folder)
    {
        if (OperatingSystem.IsWindows()) Directory.CreateDirectory(folder);
        else Directory.CreateDirectory(folder, OwnerOnly);
    }

    /// <summary>One moment of it, whatever is committed meanwhile.</summary>
    private static void CopyDatabase(string from, string to)
    {
        using var source = NightLogSchema.Connect(from, readOnly: true);
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = to, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);
    }

    private static void CopyFolder(string from, string to, string pattern)
    {
        if (!Directory.Exists(from)) return;
        Make(to);
        foreach (var file in Directory.GetFiles(from, pattern).Order(StringComparer.Ordinal))
        {
            try
            {
                var copy = Path.Combine(to, Path.GetFileName(file));
                File.Copy(file, copy);
                using var written = File.OpenHandle(copy, FileMode.Open, FileAccess.ReadWrite);
                RandomAccess.FlushToDisk(written);
            }
            catch (FileNotFoundException)
            {
                // Retention took it since the list was made: nothing needs it.
            }
        }
        FolderFlush.Flush(to);
    }
}
