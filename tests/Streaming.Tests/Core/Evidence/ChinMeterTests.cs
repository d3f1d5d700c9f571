using Streaming.Core.Evidence;
using Streaming.Core.Windowing;

namespace Streaming.Tests.Core.Evidence;

/// <summary>When the lowest tone so far may be called low.</summary>
public sealed class ChinMeterTests
{
    [Fact]
    public void Low_is_provisional_for_half_an_hour()
    {
        var meter = new ChinMeter();
        for (var epoch = 0; epoch < 70; epoch++) Assert.Equal(epoch < 59, meter.Read(Row(epoch % 2 == 0 ? 4 : 20))!.Value.IsProvisional);
    }

    [Theory]
    [InlineData(8, false)]
    [InlineData(7.9, true)]
    public void Low_is_provisional_while_no_epoch_has_had_twice_the_lowest_tone(double highest, bool isProvisional)
    {
        var meter = new ChinMeter();
        meter.Read(Row(highest));
        for (var epoch = 0; epoch < 80; epoch++) meter.Read(Row(4));
        Assert.Equal(isProvisional, meter.Read(Row(4))!.Value.IsProvisional);
    }

    [Fact]
    public void A_lead_that_is_off_for_an_epoch_is_the_lowest_tone_for_ten_minutes_and_no_longer()
    {
        var meter = new ChinMeter();
        meter.Read(Row(2));
        for (var epoch = 1; epoch < 40; epoch++) Assert.Equal(epoch < 20 ? 4 : 1, meter.Read(Row(8))!.Value.TimesLowest, 1e-6);
    }

    private static float[] Row(double microvolts) => [.. Enumerable.Range(0, Epoch.Samples).Select(n => (float)(n % 2 == 0 ? microvolts : -microvolts))];
}
