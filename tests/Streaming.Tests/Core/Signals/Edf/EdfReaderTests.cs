using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class EdfReaderTests
{
    [Fact]
    public void Reader_gives_samples_by_index_across_records()
    {
        var file = new EdfBuilder().With("C4-M1", 4).With("Pulse", 1).Record(0).Record(1).Record(2).Open();
        Assert.Equal([2, 3, 4, 5, 6], EdfBuilder.Values(file, 0, 2, 5));
        Assert.Equal([0, 1, 2], EdfBuilder.Values(file, 1, -5, 100));
        Assert.Equal(12, file.EndIndex(0));
        Assert.Equal(3, file.DurationSeconds);
        Assert.Equal(new DateTime(2004, 3, 2, 22, 10, 5), file.Header.Start);
        Assert.Empty(file.Remarks);
    }

    [Theory]
    [InlineData("1", 256, 256, 1)]
    [InlineData("0.5", 256, 512, 1)]
    [InlineData("0,5", 256, 512, 1)]
    [InlineData("30", 100, 10, 3)]
    [InlineData("3.9", 1000, 10000, 39)]
    [InlineData("+2.0", 1, 1, 2)]
    public void Reader_keeps_rates_exact(string seconds, int samples, long numerator, long denominator)
    {
        var file = new EdfBuilder { RecordSeconds = seconds }.With("C4", samples).Record(0).Open();
        Assert.Equal(new Rational(numerator, denominator), file.Channels[0].RateHz);
    }

    [Fact]
    public void Reader_counts_the_records_when_the_header_says_minus_one()
    {
        var file = new EdfBuilder { RecordCount = "-1" }.With("C4", 4).Record(0).Record(1).Open();
        Assert.Equal(2, file.RecordCount);
        Assert.Contains(file.Remarks, remark => remark.Contains("not stated", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(1, "1 bytes after")]
    [InlineData(8, "1 records more than stated")]
    public void Reader_leaves_trailing_bytes_and_says_so(int trailing, string said)
    {
        var file = new EdfBuilder { Trailing = new byte[trailing] }.With("C4", 4).Record(0).Open();
        Assert.Equal(1, file.RecordCount);
        Assert.Contains(file.Remarks, remark => remark.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Reader_reads_what_a_truncated_file_still_holds()
    {
        var bytes = new EdfBuilder().With("C4", 4).Record(0).Record(1).Bytes();
        var file = EdfReader.Open(new MemoryStream(bytes[..^3]));
        Assert.Equal([0, 1, 2, 3], EdfBuilder.Values(file, 0, 0, 100));
        Assert.Contains(file.Remarks, remark => remark.Contains("cut short: 1 of 2", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("-100", "-100", "-32768", "32767", "equals the physical maximum")]
    [InlineData("-100", "100", "5", "5", "equals the digital maximum")]
    [InlineData("abc", "100", "-32768", "32767", "is no range")]
    [InlineData("-100", "100", "1.5", "32767", "is not a whole number")]
    public void Reader_leaves_out_one_broken_channel_and_goes_on(string min, string max, string digitalMin, string digitalMax, string said)
    {
        var file = new EdfBuilder().With("Bad", 2, "uV", min, max, digitalMin, digitalMax).With("C4-M1", 4).Record(0).Record(1).Open();
        Assert.Equal("C4-M1", Assert.Single(file.Channels).Label);
        Assert.Equal([0, 1, 2, 3, 4, 5, 6, 7], EdfBuilder.Values(file, 0, 0, 8));
        Assert.Contains(said, Assert.Single(file.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_takes_commas_for_decimal_points_in_physical_limits()
    {
        var file = new EdfBuilder().With("C4", 1, "uV", "-3276,8", "3276,7").Record(0).Open();
        Assert.Equal(0.1, file.Channels[0].Scaling.Gain, 12);
        Assert.Equal("-3276,8", file.Channels[0].Scaling.PhysicalMin);
    }

    [Theory]
    [InlineData("00.00.00", "X", null)]
    [InlineData("31.02.20", "X", null)]
    [InlineData("garbage!", "X", null)]
    [InlineData("01.01.85", "X", "1985-01-01")]
    [InlineData("01.01.84", "X", "2084-01-01")]
    [InlineData("01.01.yy", "07-NOV-2091", "2091-11-07")]
    public void Reader_survives_dates_that_are_none(string date, string recordingDate, string? expected)
    {
        var file = new EdfBuilder { Date = date, Time = "00.00.00", Recording = $"Startdate {recordingDate} X X X" }.With("C4", 1).Record(0).Open();
        Assert.Equal(expected, file.Header.Start?.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(expected is null, file.Remarks.Any(remark => remark.Contains("start date", StringComparison.Ordinal)));
    }

    [Fact]
    public void Reader_keeps_both_channels_of_one_label_and_names_the_second()
    {
        var file = new EdfBuilder().With("EEG", 1).With("EEG", 2).Record(0).Open();
        Assert.Equal(2, file.Channels.Count);
        Assert.Contains("EEG#2", Assert.Single(file.Remarks), StringComparison.Ordinal);
    }

    [Fact]
    public void Reader_reads_three_byte_samples_with_their_sign()
    {
        var builder = new EdfBuilder { Version = "BIOSEMI" }.With("C4", 3, dmin: "-8388608", dmax: "8388607");
        builder.Records.Add([[0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x80, 0xFF, 0xFF, 0x7F]]);
        Assert.Equal([-1, -8388608, 8388607], EdfBuilder.Values(builder.Open(), 0, 0, 3));
    }
}
