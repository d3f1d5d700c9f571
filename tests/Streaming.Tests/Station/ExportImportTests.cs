using Streaming.Core.Signals.Edf;
using Streaming.Station;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Station;

/// <summary>A night goes out, is edited elsewhere, and comes back, by the station's own command line.</summary>
public sealed class ExportImportTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-station-").FullName;
    private readonly TestStudy _study = new(120, seed: 611);
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync();
        await _host.FeedAsync("bed-1", _study);
        await _host.EndedNightAsync(_study.Id);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Stages_edited_in_a_csv_come_back_as_overrides()
    {
        var file = Path.Combine(_folder, "night.csv");
        Assert.Equal(0, await RunAsync("export", "lab/bed-1", "--format", "csv", "--output", file));
        var lines = await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken);
        var cells = lines[2].Split(',');
        var edited = cells[2] == "N2" ? "N3" : "N2";
        lines[2] = string.Join(',', [cells[0], cells[1], edited, .. cells[3..]]);
        await File.WriteAllLinesAsync(file, lines, TestContext.Current.CancellationToken);

        Assert.Equal(0, await RunAsync("import", "lab/bed-1", file, "--author", "editor"));

        var reports = (await NightAsync()).Reports;
        Assert.Equal((edited, Revision.Overridden, "editor"), (reports[1].Stage.ToString().ToUpperInvariant(), reports[1].Revision, reports[1].Author));
        Assert.Equal(Revision.Revised, reports[0].Revision);
    }

    [Fact]
    public async Task Exported_edf_comes_back_unchanged()
    {
        var file = Path.Combine(_folder, "night.edf");
        Assert.Equal(0, await RunAsync("export", _study.Id, "--output", file));

        Assert.Equal(0, await RunAsync("import", _study.Id, file, "--author", "editor"));

        Assert.DoesNotContain((await NightAsync()).Reports, report => report.Revision == Revision.Overridden);
        using var stream = File.OpenRead(file);
        Assert.Equal(4, EdfReader.Open(stream).Annotations.Count(annotation => annotation.Text.StartsWith("Sleep stage", StringComparison.Ordinal)));
        Assert.Equal(["night.edf"], Directory.GetFiles(_folder).Select(Path.GetFileName));
    }

    [Theory]
    [InlineData("epoch,stage\n0,N2\nx,N3\n", "line 3")]
    [InlineData("time,label\n0,N2\n", "line 1")]
    [InlineData("epoch,stage\n", "no stages")]
    public void File_without_stages_is_refused_with_its_line(string text, string place)
    {
        var file = new FileInfo(Path.Combine(_folder, "bad.csv"));
        File.WriteAllText(file.FullName, text);
        var refused = Assert.Throws<IOException>(() => EditedStages.Read(file, new Rational { Denominator = 1 }));
        Assert.Contains(place, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Review_and_acknowledge_answer()
    {
        Assert.Equal(0, await RunAsync("review", "lab/bed-1", "--limit", "2"));
        Assert.Equal(1, await RunAsync("acknowledge", "no-such", "--author", "a"));
    }

    private Task<int> RunAsync(params string[] arguments) =>
        CommandLine.Build(TimeProvider.System).Parse([.. arguments, "--address", _host.Address]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

    private async Task<Night> NightAsync() => await _host.Client.GetNightAsync(
        new GetNightRequest { Night = new NightRef { StudyId = _study.Id } }, cancellationToken: TestContext.Current.CancellationToken);
}
