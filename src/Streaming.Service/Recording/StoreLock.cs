namespace Streaming.Service.Recording;

/// <summary>One writer per store: an operating-system lock, held for life and gone with the process however it ends.</summary>
internal sealed class StoreLock : IDisposable
{
    private const int ReadOnlyFileSystem = 30; // EROFS
    private readonly FileStream _file;

    private StoreLock(FileStream file) => _file = file;

    /// <exception cref="StoreInUseException">Another process (or another host in this one) holds the store.</exception>
    public static StoreLock Take(string folder)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, "store.lock");
        try
        {
            return new StoreLock(new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1));
        }
        catch (IOException held) when (File.Exists(path) && held.HResult != ReadOnlyFileSystem) // else the disk or the folder is what refuses
        {
            throw new StoreInUseException(
                $"The store '{folder}' is in use: another process holds '{path}'. "
                + "One service may write a store; stop the other or set Recording:Folder.",
                held);
        }
    }

    public void Dispose() => _file.Dispose();
}
