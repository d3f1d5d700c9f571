using Streaming.Station;
using Streaming.V1;

namespace Streaming.Tests.Station;

/// <summary>From the evening to the signed report, by the station's own command line.</summary>
public sealed class SignedNightTests : IAsyncLifetime
{
    private StationNight _night = null!;

    public async ValueTask InitializeAsync() => _night = await StationNight.StartAsync(seed: 612);

    public ValueTask DisposeAsync() => _night.DisposeAsync();

    [Fact]
    public async Task Evening_night_and_morning()
    {
        var report = Path.Combine(_night.Folder, "report.html");
        Assert.Equal(0, await _night.RunAsync("calibrate", "lab/bed-1", "eyes-closed", "--at", "0", "--seconds", "20", "--author", "rt"));
        Assert.Equal(0, await _night.RunAsync("calibrate", "lab/bed-1"));
        Assert.Equal(0, await _night.RunAsync("lights", "lab/bed-1", "off", "00:00:30", "--author", "rt"));
        Assert.Equal(0, await _night.RunAsync("marker", "lab/bed-1", "position", "supine", "--author", "rt", "--at", "31.5"));
        Assert.Equal(0, await _night.RunAsync("marker", "lab/bed-1", "cpap", "9.5", "--expiratory", "6", "--author", "rt", "--at", "00:00:40"));
        Assert.Equal(0, await _night.RunAsync("marker", _night.Study.Id, "video", "-3.25", "--author", "rt", "--at", "0"));
        Assert.Equal(0, await _night.RunAsync("lights", _night.Study.Id, "on", "now", "--author", "rt"));
        Assert.Equal(0, await _night.RunAsync("override", "lab/bed-1", "2", "R", "--author", "rt"));
        Assert.Equal(0, await _night.RunAsync("sign", "lab/bed-1", "--author", "rt", "--comment", "complete"));
        Assert.Equal(0, await _night.RunAsync("export", "lab/bed-1", "--format", "report", "--output", report));
        Assert.Equal(0, await _night.RunAsync("night", "lab/bed-1"));

        var night = await _night.GetAsync();
        Assert.Equal([30.0, 120.0], night.Lights.Select(mark => (double)mark.AtSeconds.Numerator / mark.AtSeconds.Denominator));
        Assert.Equal(BodyPosition.Supine, night.Marks[1].Position.Position);
        Assert.Equal((9.5, 6.0), (night.Marks[2].Cpap.PressureCmH2O, night.Marks[2].Cpap.ExpiratoryCmH2O));
        Assert.Equal([0, 31.5, 40, 0], night.Marks.Select(mark => (double)mark.AtSeconds.Numerator / mark.AtSeconds.Denominator));
        Assert.Equal(-3.25, night.Marks[3].Video.OffsetSeconds);
        Assert.Equal(("rt", "complete", SignatureState.Standing), night.Signatures.Select(one => (one.Author, one.Comment, one.State)).Single());
        Assert.Contains("SIGNED BY RT", await File.ReadAllTextAsync(report, TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Signature_is_taken_back_with_a_reason()
    {
        Assert.Equal(0, await _night.RunAsync("sign", "lab/bed-1", "--author", "rt", "--first", "1", "--last", "2"));
        Assert.Equal(1, await _night.RunAsync("sign", "lab/bed-1", "--author", "rt", "--withdraw"));
        Assert.Equal(0, await _night.RunAsync("sign", "lab/bed-1", "--author", "rt", "--withdraw", "--comment", "not mine"));

        var signature = Assert.Single((await _night.GetAsync()).Signatures);
        Assert.Equal((SignatureState.Withdrawn, 1L, 2L), (signature.State, signature.FirstEpoch, signature.LastEpoch));
    }

    [Theory]
    [InlineData("marker", "lab/bed-1", "position", "sideways", "--author", "rt")]
    [InlineData("marker", "lab/bed-1", "cpap", "high", "--author", "rt")]
    [InlineData("marker", "lab/bed-1", "cpap", "55", "--author", "rt", "--at", "1")]
    [InlineData("calibrate", "lab/bed-1", "jump", "--author", "rt")]
    [InlineData("calibrate", "lab/bed-1", "blink")]
    [InlineData("lights", "lab/bed-1", "off", "midnight", "--author", "rt")]
    [InlineData("lights", "lab/bed-1", "off", "1:75:00", "--author", "rt")]
    [InlineData("sign", "lab/bed-1", "--author", "rt", "--last", "99")]
    [InlineData("export", "lab/bed-1", "--format", "pdf")]
    public async Task Nonsense_ends_with_one(params string[] arguments)
    {
        Assert.Equal(1, await _night.RunAsync(arguments));
        var night = await _night.GetAsync();
        Assert.Equal(0, night.Marks.Count + night.Lights.Count + night.Signatures.Count);
    }

    [Theory]
    [InlineData("0", 0.0)]
    [InlineData("31.5", 31.5)]
    [InlineData("00:00:40", 40.0)]
    [InlineData("00:40", null)]
    [InlineData("01:02:03.5", 3723.5)]
    [InlineData("26:00:00", 93600.0)]
    [InlineData("now", null)]
    [InlineData("-5", null)]
    [InlineData("1:60", null)]
    public void Moments_are_read_as_they_are_written(string text, double? seconds) => Assert.Equal(seconds, MomentArgument.Seconds(text));
}
