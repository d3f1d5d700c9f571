using Streaming.Station;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.Station;

/// <summary>An ended two-minute night at lab/bed-1, a folder for files, and the station's own command line.</summary>
internal sealed class StationNight : IAsyncDisposable
{
    private readonly ServiceHost _host;

    private StationNight(ServiceHost host, TestStudy study) => (_host, Study) = (host, study);

    public TestStudy Study { get; }

    public string Address => _host.Address;

    public string Folder { get; } = Directory.CreateTempSubdirectory("streaming-station-").FullName;

    public static async Task<StationNight> StartAsync(int seed)
    {
        var night = new StationNight(await ServiceHost.StartAsync(), new TestStudy(120, seed));
        await night._host.FeedAsync("bed-1", night.Study);
        await night._host.EndedNightAsync(night.Study.Id);
        return night;
    }

    /// <returns>The exit code.</returns>
    public Task<int> RunAsync(params string[] arguments) => CommandLine.Build(TimeProvider.System)
        .Parse([.. arguments, "--address", _host.Address]).InvokeAsync(cancellationToken: TestContext.Current.CancellationToken);

    public async Task<Night> GetAsync() => await _host.Client.GetNightAsync(
        new GetNightRequest { Night = new NightRef { StudyId = Study.Id } }, cancellationToken: TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
