namespace Streaming.Service.Recording;

/// <summary>How much room the store's disk has.</summary>
/// <param name="free">Bytes that the service may still write.</param>
internal sealed class DiskSpace(Func<long> free)
{
    public long FreeBytes => free();

    public static DiskSpace Of(string folder) => new(() => new DriveInfo(Path.GetFullPath(folder)).AvailableFreeSpace);
}
