using Streaming.Station;
using Streaming.Station.Watching;
using Streaming.V1;

namespace Streaming.Tests.Station;

public sealed class PlainLineTests
{
    [Fact]
    public void Result_is_one_line_of_keys_and_values_in_a_fixed_order()
    {
        var report = new StageReport
        {
            StudyId = "11111111-2222-3333-4444-555555555555",
            Site = "demo",
            Bed = "1",
            Revision = Revision.Final,
            Epoch = 12,
            StartSeconds = new Rational { Numerator = 37001, Denominator = 100 },
            Stage = Stage.N2,
            Confidence = 0.87654,
            Unreviewed = true,
            Accounts = { new ChannelAccount { Lost = 3 }, new ChannelAccount { Lost = 4 } },
        };

        Assert.Equal(
            "revision=FINAL site=demo bed=1 study=11111111-2222-3333-4444-555555555555 epoch=12 start_s=370.01 stage=N2 confidence=0.877 "
            + "lost=7 calibrating=false unreviewed=true latency_ms=12.3",
            PlainLine.Of(report, 12.34));
    }

    [Theory]
    [InlineData(Revision.Final, "latency_ms=1500.0")]
    [InlineData(Revision.Revised, "latency_ms=1500.0")]
    [InlineData(Revision.Overridden, "latency_ms=-")]
    public void An_edit_has_no_latency(Revision revision, string expected)
    {
        var report = new StageReport { Revision = revision, LastSampleReceived = new Google.Protobuf.WellKnownTypes.Timestamp { Seconds = 100 } };
        var line = PlainLine.Of(report, ReportLatency.Milliseconds(report, DateTimeOffset.FromUnixTimeMilliseconds(101_500)));

        Assert.Contains(expected, line);
    }

    [Fact]
    public void Values_with_spaces_are_quoted_and_cannot_forge_keys()
    {
        var report = new StageReport { Site = "a b", Bed = "x=y", Stage = Stage.Unscorable, UnscorableReason = "too much lost\n\"C4\"" };
        var line = PlainLine.Of(report, null);

        Assert.Contains("site=\"a b\" bed=\"x=y\" study=\"\"", line);
        Assert.Contains("stage=UNSCORABLE", line);
        Assert.EndsWith("reason=\"too much lost\\n\\u0022C4\\u0022\"", line);
    }

    [Theory]
    [InlineData("lab/4", "lab", "4", "")]
    [InlineData("11111111-2222-3333-4444-555555555555", "", "", "11111111-2222-3333-4444-555555555555")]
    public void Night_is_a_bed_or_a_study(string text, string site, string bed, string study)
    {
        var night = NightArgument.Parse(text);

        Assert.Equal((site, bed, study), (night.Bed?.Site ?? "", night.Bed?.Bed ?? "", night.StudyId));
    }
}
