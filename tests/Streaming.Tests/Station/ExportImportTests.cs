using Streaming.Core.Signals.Edf;
using Streaming.Station;
using Streaming.V1;

namespace Streaming.Tests.Station;

/// <summary>A night goes out, is edited elsewhere, and comes back, by the station's own command line.</summary>
public sealed class ExportImportTests : IAsyncLifetime
{
    private StationNight _night = null!;

    public async ValueTask InitializeAsync() => _night = await StationNight.StartAsync(seed: 611);

    public ValueTask DisposeAsync() => _night.DisposeAsync();

    [Fact]
    public async Task Stages_edited_in_a_csv_come_back_as_overrides()
    {
        var file = Path.Combine(_night.Folder, "night.csv");
        Assert.Equal(0, await _night.RunAsync("export", "lab/bed-1", "--format", "csv", "--output", file));
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        var cells = lines[2].Split(',');
        var edited = cells[2] == "N2" ? "N3" : "N2";
        lines[2] = string.Join(',', [cells[0], cells[1], edited, .. cells[3..]]);
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);

        Assert.Equal(0, await _night.RunAsync("import", "lab/bed-1", file, "--author", "editor"));

        var reports = (await _night.GetAsync()).Reports;
        Assert.Equal((edited, Revision.Overridden, "editor"), (reports[1].Stage.ToString().ToUpperInvariant(), reports[1].Revision, reports[1].Author));
        Assert.Equal(Revision.Revised, reports[0].Revision);
    }

    [Fact]
    public async Task Exported_edf_comes_back_unchanged()
    {
        var file = Path.Combine(_night.Folder, "night.edf");
        Assert.Equal(0, await _night.RunAsync("export", _night.Study.Id, "--output", file));

        Assert.Equal(0, await _night.RunAsync("import", _night.Study.Id, file, "--author", "editor"));

        Assert.DoesNotContain((await _night.GetAsync()).Reports, report => report.Revision == Revision.Overridden);
        using var stream = File.OpenRead(file);
        Assert.Equal(4, EdfReader.Open(stream).Annotations.Count(annotation => annotation.Text.StartsWith("Sleep stage", StringComparison.Ordinal)));
        Assert.Equal(["night.edf"], Directory.GetFiles(_night.Folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("epoch,stage\n0,N2\nx,N3\n", "line 3")]
    [InlineData("time,label\n0,N2\n", "line 1")]
    [InlineData("epoch,stage\n", "no stages")]
    public void File_without_stages_is_refused_with_its_line(string text, string place)
    {
        var file = new FileInfo(Path.Combine(_night.Folder, "bad.csv"));
        File.WriteAllText(file.FullName, text);
        var refused = Assert.Throws<IOException>(() => EditedStages.Read(file, new Rational { Denominator = 1 }));
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_and_acknowledge_answer()
    {
        Assert.Equal(0, await _night.RunAsync("review", "lab/bed-1", "--limit", "2"));
        Assert.Equal(1, await _night.RunAsync("acknowledge", "no-such", "--author", "a"));
    }
}
