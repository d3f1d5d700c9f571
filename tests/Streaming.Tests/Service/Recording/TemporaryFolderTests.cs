using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Recording;

namespace Streaming.Tests.Service.Recording;

/// <summary>The night log needs its own folder and no other: where the temporary one is full, SQLite would refuse a write that it has to be able to undo.</summary>
public sealed class TemporaryFolderTests : IDisposable
{
    private const int Large = 300_000; // what is kept for undoing goes to a file beyond 64 kB
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-temporary-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_large_write_opens_no_temporary_file()
    {
        if (!OperatingSystem.IsLinux()) Assert.Skip("Open files are listed in /proc/self/fd, on Linux.");
        await using var log = NightLog.Open(_folder, 16, NullLogger.Instance);
        await KeepAsync(log, 1);
        Assert.Empty(await KeepAsync(log, 2)); // over the first
    }

    // SQLite's temporary files are named so, and deleted as soon as they are open. A store of another test has none either.
    private static Task<List<string>> KeepAsync(NightLog log, byte value) => log.WriteAsync(
        transaction =>
        {
            for (var study = 0; study < 20; study++) transaction.KeepState($"study-{study}", State(value));
            return Directory.GetFiles("/proc/self/fd").Select(Target).Where(target => target.Contains("etilqs_", StringComparison.Ordinal)).ToList();
        },
        TestContext.Current.CancellationToken);

    private static string Target(string descriptor)
    {
        try
        {
            return File.ResolveLinkTarget(descriptor, returnFinalTarget: false)?.FullName ?? "";
        }
        catch (IOException)
        {
            return ""; // another test has closed it meanwhile
        }
    }

    private static EpochState State(byte value)
    {
        var session = new byte[Large / 20];
        Array.Fill(session, value);
        return new EpochState(1, 0, 0, session, [value]);
    }
}
