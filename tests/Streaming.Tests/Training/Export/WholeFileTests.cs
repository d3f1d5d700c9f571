using Streaming.Training.Export;

namespace Streaming.Tests.Training.Export;

public sealed class WholeFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("whole-file").FullName;

    private string Place => Path.Combine(_folder, "a.csv");

    [Fact]
    public void Write_that_fails_leaves_the_file_as_it_was_and_names_it()
    {
        WholeFile.Write(Place, "whole");
        var refusal = Assert.Throws<IOException>(() => WholeFile.Write(Place, (TextWriter file) =>
        {
            file.Write("half");
            throw new IOException("No space left on device");
        }));
        Assert.Contains($"{Place} cannot be written: No space left", refusal.Message, StringComparison.Ordinal);
        Assert.Equal("whole", File.ReadAllText(Place));
        Assert.Equal([Place], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Link_stays_a_link_and_a_device_a_device()
    {
        var link = Path.Combine(_folder, "link");
        WholeFile.Write(Place, "old");
        File.CreateSymbolicLink(link, Place);
        WholeFile.Write(link, "new");
        Assert.Equal("new", File.ReadAllText(Place));
        Assert.NotNull(new FileInfo(link).LinkTarget);
        Assert.Contains("/dev/full", Assert.Throws<IOException>(() => WholeFile.Write("/dev/full", "x")).Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
