using Streaming.Service.Exporting;
using Streaming.Tests.Interop.Mqtt;

namespace Streaming.Tests.Docs;

/// <summary>The zone that the demonstration gives the service (deploy/time-zone.sh) is this machine's, and one that the service takes.</summary>
public sealed class MachineZoneTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("streaming-zone-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("Europe/Berlin", "Europe/Berlin")]
    [InlineData(":Europe/Berlin", "Europe/Berlin")]
    [InlineData("/usr/share/zoneinfo/Asia/Kathmandu", "Asia/Kathmandu")]
    [InlineData("", "UTC")]
    [InlineData("Etc/UTC", "UTC")] // of UTC alone the service leaves the offset out
    [InlineData("CET-1CEST,M3.5.0,M10.5.0/3", "UTC")]
    [InlineData("Europe", "UTC")]
    [InlineData("zone.tab", "UTC")]
    [InlineData("/etc/passwd", "UTC")]
    [InlineData("../zoneinfo/../localtime", "UTC")]
    public async Task TZ_goes_first(string zone, string said) => Assert.Equal(said, await ZoneAsync($"TZ={zone}"));

    [Theory]
    [InlineData("/usr/share/zoneinfo/America/New_York", "America/New_York")]
    [InlineData("../usr/share/zoneinfo/Europe/Berlin", "Europe/Berlin")]
    [InlineData("/usr/share/zoneinfo/Etc/UTC", "UTC")]
    [InlineData("/etc/passwd", "UTC")]
    public async Task Else_what_the_machine_s_local_time_links_to(string target, string said)
    {
        var link = Path.Combine(_folder, "localtime");
        File.CreateSymbolicLink(link, target);
        Assert.Equal(said, await ZoneAsync("-uTZ", link));
    }

    [Fact]
    public async Task A_copy_names_no_zone()
    {
        var copy = Path.Combine(_folder, "localtime");
        File.Copy("/usr/share/zoneinfo/Europe/Berlin", copy);
        Assert.Equal("UTC", await ZoneAsync("-uTZ", copy));
    }

    private async Task<string> ZoneAsync(string environment, params string[] arguments)
    {
        await using var script = PeerProcess.StartIn(_folder, "env", [environment, "bash", Repository.At("deploy", "time-zone.sh"), .. arguments]);
        var (status, lines) = await script.FinishAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, status);
        var zone = Assert.Single(lines);
        Assert.Null(ZoneFault.Of("Exporting:TimeZone", zone));
        return zone;
    }
}
