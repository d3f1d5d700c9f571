using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class EdfAnnotationTests
{
    [Fact]
    public void Reader_reads_onset_duration_and_utf8_texts()
    {
        var file = Plus("EDF+C", EdfBuilder.Tal("+0.25^^"), EdfBuilder.Tal("+1.25^^"), rest: EdfBuilder.Tal("+0.5_30.125^Größe µ^Zweites^"));
        Assert.Equal(new Rational(1, 4), file.FirstSampleSeconds);
        Assert.Equal(
            [new EdfAnnotation(new Rational(1, 2), new Rational(30125, 1000), "Größe µ"),
             new EdfAnnotation(new Rational(1, 2), new Rational(30125, 1000), "Zweites")],
            file.Annotations);
        Assert.Empty(file.Remarks);
    }

    [Fact]
    public void Reader_reads_every_annotation_signal_but_takes_time_from_the_first()
    {
        var file = new EdfBuilder { Reserved = "EDF+D" }.With("C4", 2).With("EDF Annotations", 20).With("EDF Annotations", 20)
            .Record(0, EdfBuilder.Tal("+0^^"), EdfBuilder.Tal("+7^^")).Record(1, EdfBuilder.Tal("+1^^"), EdfBuilder.Tal("+3_1^Late^")).Open();
        Assert.Equal("Late", Assert.Single(file.Annotations).Text);
        Assert.Equal(2, file.DurationSeconds);
    }

    [Fact]
    public void Reader_leaves_gaps_of_discontinuous_files_where_they_are()
    {
        var file = Plus("EDF+D", EdfBuilder.Tal("+0.5^^"), EdfBuilder.Tal("+1.5^^"), EdfBuilder.Tal("+11.75^^"));
        Assert.Equal([new EdfSegment(0, 2, 0), new EdfSegment(2, 1, new Rational(45, 4))], file.Segments);
        var runs = file.Read(0, 0, 1000);
        Assert.Equal([0L, 45L], runs.Select(run => run.FirstIndex));
        Assert.Equal([8, 9, 10, 11], runs[1].Values.ToArray());
        Assert.Equal(49, file.EndIndex(0));
        Assert.Equal(45, file.NextIndex(0, 8));
        Assert.Empty(file.Read(0, 8, 37));
    }

    [Fact]
    public void Reader_leaves_out_records_that_lie_before_the_last_one()
    {
        var file = Plus("EDF+D", EdfBuilder.Tal("+0^^"), EdfBuilder.Tal("+5^^"), EdfBuilder.Tal("+2^^"), EdfBuilder.Tal("+6^^"));
        Assert.Equal([new EdfSegment(0, 1, 0), new EdfSegment(1, 1, 5), new EdfSegment(3, 1, 6)], file.Segments);
        Assert.Equal([12, 13, 14, 15], EdfBuilder.Values(file, 0, 24, 4));
        Assert.Contains(file.Remarks, remark => remark.StartsWith("1 data records lie before", StringComparison.Ordinal));
    }

    [Fact]
    public void Reader_takes_a_continuous_file_as_such_and_remarks_on_other_times()
    {
        var file = Plus("EDF+C", EdfBuilder.Tal("+0^^"), EdfBuilder.Tal("+5^^"));
        Assert.Equal(8, file.EndIndex(0));
        Assert.Contains(file.Remarks, remark => remark.Contains("taken as contiguous", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("no plus^^")]
    [InlineData("+1")]
    [InlineData("+1e5^x^")]
    [InlineData("+99999999999999999999^x^")]
    [InlineData("+1_-3^x^")]
    public void Reader_skips_an_annotation_list_it_cannot_read(string list)
    {
        var file = Plus("EDF+C", EdfBuilder.Tal("+0^^"), EdfBuilder.Tal("+1^^"), rest: EdfBuilder.Tal(list));
        Assert.Empty(file.Annotations);
        Assert.Contains(file.Remarks, remark => remark.Contains("could not be read", StringComparison.Ordinal));
    }

    private static EdfFile Plus(string reserved, byte[] first, byte[] second, byte[]? third = null, byte[]? fourth = null, byte[]? rest = null)
    {
        var builder = new EdfBuilder { Reserved = reserved }.With("C4", 4).With("EDF Annotations", 40);
        builder.Record(0, [.. first, .. rest ?? []]).Record(1, second);
        if (third is not null) builder.Record(2, third);
        if (fourth is not null) builder.Record(3, fourth);
        return builder.Open();
    }
}
