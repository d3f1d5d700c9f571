using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Flow;
using Streaming.V1;

namespace Streaming.Tests.Service.Flow;

public sealed class ProviderFailureTests
{
    private const int Epochs = 12;
    private readonly Device _device = new();
    private readonly TestStudy _study = new(30 * Epochs, seed: 81);

    [Fact]
    public async Task Processor_takes_over_within_the_epoch_when_the_device_fails_and_nothing_is_lost()
    {
        // A breaker that stays open: an epoch that waited for the device would never come.
        await using var host = await StartAsync(breakSeconds: 900);
        await FeedAsync(host, 0, 4);
        _device.IsBroken = true;
        await FeedAsync(host, 4, Epochs);
        await host.FeedAsync("bed-1", "event", _study.End());

        var night = await host.EndedNightAsync(_study.Id);
        Assert.Equal(
            Enumerable.Repeat("device", 4).Concat(Enumerable.Repeat("cpu", Epochs - 4)),
            Finals(night).Select(report => report.Provider));
        Assert.Equal(WithoutProvider(OfflineReports.Of(_study, "bed-1", new InkStager())), WithoutProvider(OfflineReports.Comparable(night.Reports)));
        Assert.InRange(_device.Failures, 1, 2); // then it is left alone
        Assert.Contains(night.Advisories, advisory => advisory is { Cause: "provider-fallback", End: null });
        Assert.Contains("streaming_provider_fallback 1", await MetricsAsync(host), StringComparison.Ordinal);
        Assert.Contains("provider: cpu, in place of one that fails", await HealthAsync(host), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Device_is_asked_again_by_itself_when_it_answers(bool cannotLoad)
    {
        await using var host = await StartAsync(breakSeconds: 0.5);
        await FeedAsync(host, 0, 2);
        (_device.IsBroken, _device.CannotLoad) = (true, cannotLoad);
        await FeedAsync(host, 2, 5);
        (_device.IsBroken, _device.CannotLoad) = (false, false);
        // The next epochs come from whichever is asked; sooner or later that is the device.
        var breaker = host.Services.GetRequiredService<ProviderBreaker>();
        var epoch = 5;
        for (; epoch < Epochs - 1 && breaker.Failure is not null; epoch++)
        {
            await FeedAsync(host, epoch, epoch + 1);
            await Task.Delay(300, TestContext.Current.CancellationToken);
        }
        await FeedAsync(host, epoch, Epochs);
        await host.FeedAsync("bed-1", "event", _study.End());

        var night = await host.EndedNightAsync(_study.Id);
        Assert.Null(breaker.Failure);
        Assert.Equal(Epochs, Finals(night).Count);
        Assert.Equal("cpu", Finals(night)[4].Provider);
        Assert.Equal("device", Finals(night)[^1].Provider);
        Assert.Equal(WithoutProvider(OfflineReports.Of(_study, "bed-1", new InkStager())), WithoutProvider(OfflineReports.Comparable(night.Reports)));
        await host.WatchUntilAsync(seen => seen.Any(HasEnded), new WatchRequest { Resume = Beginning(host) });
        Assert.Contains("streaming_provider_fallback 0", await MetricsAsync(host), StringComparison.Ordinal);
    }

    private Task<ServiceHost> StartAsync(double breakSeconds) => ServiceHost.StartAsync(
        model: _device.Served(),
        settings: [FormattableString.Invariant($"Scoring:ProviderBreakSeconds={breakSeconds}"), "Flow:Provisional=false"]);

    /// <summary>Completes when the epochs are decided: live, none waits for the one after it.</summary>
    private async Task FeedAsync(ServiceHost host, int from, int to)
    {
        if (from == 0) await host.FeedAsync("bed-1", "study", _study.Descriptor);
        await host.FeedAsync("bed-1", Enumerable.Range(30 * from, 30 * (to - from)).Select(second => _study.Block(second, second + 1)));
        await host.WatchUntilAsync(
            seen => seen.Any(item => item.Report is { Revision: Revision.Final } report && report.Epoch == to - 1), new WatchRequest { Resume = Beginning(host) });
    }

    private static ResumeToken Beginning(ServiceHost host) =>
        new() { StoreId = host.Services.GetRequiredService<Streaming.Service.Recording.NightLog>().StoreId };

    private static bool HasEnded(WatchResponse item) => item.Advisory is { Cause: "provider-fallback", End: not null };

    private static List<StageReport> Finals(Night night) => [.. night.Reports.Where(report => report.Revision == Revision.Final)];

    private static List<StageReport> WithoutProvider(List<StageReport> reports)
    {
        foreach (var report in reports) report.Provider = "";
        return reports;
    }

    private static async Task<string> MetricsAsync(ServiceHost host)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(new Uri(host.WebAddress + "/metrics"), TestContext.Current.CancellationToken);
    }

    private static async Task<string> HealthAsync(ServiceHost host)
    {
        using var http = new HttpClient();
        using var response = await http.GetAsync(new Uri(host.WebAddress + "/healthz"), TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }
}
