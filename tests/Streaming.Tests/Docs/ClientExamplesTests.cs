using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Serving;
using Streaming.Tests.Interop;
using Streaming.Tests.Interop.Mqtt;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Docs;

/// <summary>The examples of docs/examples run as they stand and print what was decided.</summary>
public sealed class ClientExamplesTests : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-example-").FullName;
    private readonly TestStudy _study = new(60, seed: 91);
    private ServiceHost _host = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await ServiceHost.StartAsync();
        await _host.FeedAsync("bed-1", "study", _study.Descriptor);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Python_example_prints_every_decision()
    {
        await ExampleFolder.CompileForPythonAsync(_folder);
        await AssertPrintsAsync("python3", ExampleFolder.Copy(_folder, "watch.py"), Authority);
    }

    /// <summary>Every night once, and once more when it was edited; a run in which nothing happened fetches nothing.</summary>
    [Fact]
    public async Task Nightly_example_fetches_what_ended_and_what_was_edited_and_nothing_twice()
    {
        await ExampleFolder.CompileForPythonAsync(_folder);
        var script = ExampleFolder.Copy(_folder, "nightly.py");
        var kept = Path.Combine(_folder, "nights");
        async Task<IEnumerable<string>> RunAsync()
        {
            await using var example = PeerProcess.StartIn(_folder, "/usr/bin/python3", script, Authority, kept);
            var (status, lines) = await example.FinishAsync(TestContext.Current.CancellationToken);
            Assert.True(status == 0, string.Join('\n', lines));
            return lines;
        }

        Assert.Empty(await RunAsync()); // the night goes on
        await _host.FeedAsync("bed-1", _study.Blocks());
        await _host.FeedAsync("bed-1", "event", _study.End());
        await _host.EndedNightAsync(_study.Id);
        Assert.Equal([$"lab bed-1 {_study.Id} ended unsigned"], await RunAsync());
        var files = Directory.GetFiles(Path.Combine(kept, $"lab-bed-1-{_study.Id}"));
        Assert.Equal([".csv", ".edf", ".html", ".json", ".xml"], files.Select(Path.GetExtension).Order());
        Assert.Empty(await RunAsync());
        await _host.Client.SignNightAsync(
            new SignNightRequest { Night = new NightRef { StudyId = _study.Id }, Author = "rt" }, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal([$"lab bed-1 {_study.Id} ended STANDING"], await RunAsync());
        Assert.Contains("\"signed\": true", await File.ReadAllTextAsync(files.Single(file => file.EndsWith(".json", StringComparison.Ordinal)), TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Node_example_prints_every_decision()
    {
        ExampleFolder.LinkPackages(_folder);
        await AssertPrintsAsync("node", ExampleFolder.Copy(_folder, "watch.mjs"), Authority, Repository.At("protos"));
    }

    [Fact]
    public async Task Readme_s_csharp_example_compiles_in_ten_lines_and_prints_every_decision()
    {
        var readme = await File.ReadAllTextAsync(Repository.At("README.md"), TestContext.Current.CancellationToken);
        var source = Regex.Match(readme, "```csharp\\n(.*?)```", RegexOptions.Singleline).Groups[1].Value;
        Assert.True(source.Split('\n').Count(line => line.Trim().Length > 0) <= 10, source);
        var program = await CompiledExample.CompileAsync(source, _folder, TestContext.Current.CancellationToken);
        await AssertPrintsAsync("dotnet", ["exec", program, _host.Address], "Final", "Revised");
    }

    private string Authority => new Uri(_host.Address).Authority;

    private Task AssertPrintsAsync(string program, params string[] arguments) => AssertPrintsAsync(program, arguments, "REVISION_FINAL", "REVISION_REVISED");

    private async Task AssertPrintsAsync(string program, string[] arguments, string final, string revised)
    {
        // Debian's own python, whatever else comes first in PATH: its packages are seen by no other.
        var feed = _host.Services.GetRequiredService<CommitFeed>();
        var before = feed.Watchers; // what the service publishes over MQTT watches too
        await using var example = PeerProcess.StartIn(_folder, program == "python3" ? "/usr/bin/python3" : program, arguments);
        var decisions = new HashSet<string>();
        // A watcher that begins after the night has ended sees it in its snapshot only, so the night waits for the watcher.
        while (feed.Watchers == before)
        {
            if (example.HasExited) Assert.Fail(string.Join('\n', (await example.FinishAsync(TestContext.Current.CancellationToken)).Lines));
            await Task.Delay(20, TestContext.Current.CancellationToken);
        }
        await _host.FeedAsync("bed-1", _study.Blocks());
        await _host.FeedAsync("bed-1", "event", _study.End());
        while (decisions.Count < 4)
        {
            var line = await example.ReadLineAsync(TestContext.Current.CancellationToken);
            Assert.False(line.StartsWith("error:", StringComparison.Ordinal), line);
            var words = line.Split(' ');
            Assert.Equal(("lab", "bed-1"), (words[0], words[1]));
            decisions.Add($"{words[2]} {words[4]}");
        }
        Assert.Equal([$"0 {final}", $"0 {revised}", $"1 {final}", $"1 {revised}"], decisions.Order());
    }
}
