using System.Runtime.InteropServices;

namespace Streaming.Tests;

/// <summary>Pages of a file that are in memory and not on the disk: what a power cut takes. Without it a flush that is forgotten fails no test.</summary>
internal static class UnwrittenPages
{
    private const long Cachestat = 451; // of Linux 6.5 and later, the same number for every processor

    /// <summary>Ends the test where that cannot be told of files in a folder: an older kernel, another system, a file system that is memory.</summary>
    public static void SkipUnlessTold(string folder)
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("only Linux tells which pages of a file are not on the disk");
        var probe = Path.Combine(folder, "probe");
        using (var file = File.OpenHandle(probe, FileMode.CreateNew, FileAccess.ReadWrite))
        {
            RandomAccess.Write(file, new byte[1], 0);
            if (Count(file) is not > 0) Assert.Skip("the kernel (cachestat) or the file system does not tell which pages of a file are not on the disk");
        }
        File.Delete(probe);
    }

    /// <summary>How many of all files of a folder, those of folders in it too; SQLite's shared memory is no file that anybody reads after a power cut.</summary>
    public static long In(string folder)
    {
        var sum = 0L;
        foreach (var path in Directory.GetFiles(folder, "*", SearchOption.AllDirectories).Where(path => !path.EndsWith("-shm", StringComparison.Ordinal)))
        {
            using var file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
            sum += Count(file) ?? 0;
        }
        return sum;
    }

    private static long? Count(SafeHandle file)
    {
        var (range, pages) = (new ulong[2], new ulong[5]); // the whole file; cached, dirty, being written, evicted, evicted of late
        return SystemCall(Cachestat, (int)file.DangerousGetHandle(), range, pages, 0) == 0 ? (long)(pages[1] + pages[2]) : null;
    }

    [DllImport("libc", EntryPoint = "syscall")]
    private static extern long SystemCall(long number, int descriptor, ulong[] range, ulong[] pages, uint flags);
}
