using System.Runtime.InteropServices;

namespace Streaming.Service.Recording;

/// <summary>Makes a folder's entries durable: a flushed file whose name is lost with the power is lost too.</summary>
/// <remarks>The framework has no call for it. Windows needs none: its file systems journal names with the file.</remarks>
internal static class FolderFlush
{
    private const int ReadOnlyFlag = 0;

    /// <exception cref="IOException">The folder cannot be opened or the disk refuses.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows()) return;
        var descriptor = Open(folder, ReadOnlyFlag);
        if (descriptor < 0) throw Failure("opened", folder);
        try
        {
            if (Synchronise(descriptor) != 0) throw Failure("flushed", folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string what, string folder) =>
        new($"The folder '{folder}' could not be {what}: {Marshal.GetLastPInvokeErrorMessage()}.");

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static extern int Synchronise(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    private static extern int Close(int descriptor);
}
