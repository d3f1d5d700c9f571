using FsCheck;
using FsCheck.Fluent;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Tests.Core.Signals.Edf;

public sealed class EdfWriterTests
{
    private static readonly Rational Half = new(1, 2);

    [Fact]
    public void Written_file_reads_back_as_it_was()
    {
        var values = Gen.Choose(short.MinValue, short.MaxValue).ArrayOf(12);
        Prop.ForAll(values.ToArbitrary(), Gen.Choose(0, 999).ToArbitrary(), (samples, offset) =>
        {
            var start = new Rational(offset, 1000);
            var header = Header(EdfContinuity.Discontinuous);
            using var stream = new MemoryStream();
            var writer = new EdfWriter(stream, header);
            writer.WriteRecord(start, [samples.AsMemory(0, 5), samples.AsMemory(5, 1)],
                [new EdfAnnotation(start + 1, Half, "Ω one"), new EdfAnnotation(2, null, "two")]);
            writer.WriteRecord(start + 7, [samples.AsMemory(6, 5), samples.AsMemory(11, 1)]);
            Assert.Empty(writer.Complete());
            var file = EdfReader.Open(stream);
            Assert.Equal([.. samples[..5], .. samples[6..11]], EdfBuilder.Values(file, 0, 0, 1000));
            Assert.Equal([samples[5], samples[11]], EdfBuilder.Values(file, 1, 0, 1000));
            Assert.Equal([new EdfAnnotation(start + 1, Half, "Ω one"), new EdfAnnotation(2, null, "two")], file.Annotations);
            Assert.Equal(7, file.Segments[1].StartSeconds);
            Assert.Equal(2, file.Header.StatedRecords);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Header_texts_survive_exactly()
    {
        using var stream = new MemoryStream();
        var header = Header(EdfContinuity.Continuous) with
        {
            Patient = "P-01 F 02-MAY-1951 X",
            Recording = "Startdate 02-MAR-2002 X X X",
            StartDate = "02.03.02",
        };
        new EdfWriter(stream, header).Complete();
        var read = EdfReader.Open(stream).Header;
        Assert.Equal((header.Patient, header.Recording, header.StartDate), (read.Patient, read.Recording, read.StartDate));
        Assert.Equal(header.Signals, read.Signals);
    }

    [Fact]
    public void Annotations_without_room_go_into_later_records_and_the_rest_is_handed_back()
    {
        using var stream = new MemoryStream();
        var writer = new EdfWriter(stream, Header(EdfContinuity.Continuous));
        var annotations = Enumerable.Range(0, 12).Select(i => new EdfAnnotation(i, 1, $"annotation number {i}")).ToList();
        annotations.Add(new EdfAnnotation(1, null, new string('x', 200)));
        for (var record = 0; record < 4; record++)
            writer.WriteRecord(new Rational(record), [new int[5], new int[1]], record == 0 ? annotations : null);
        var left = writer.Complete();
        var file = EdfReader.Open(stream);
        Assert.Contains(annotations[^1], left);
        Assert.True(file.Annotations.Count > 2 && left.Count > 1);
        Assert.Equal(annotations.OrderBy(a => a.Text), file.Annotations.Concat(left).OrderBy(a => a.Text));
    }

    [Fact]
    public void Writer_names_the_field_that_does_not_fit()
    {
        var header = Header(EdfContinuity.Continuous) with { RecordSeconds = new Rational(1, 3) };
        Assert.Contains("duration of a data record", Assert.Throws<ArgumentException>(() => new EdfWriter(new MemoryStream(), header)).Message,
            StringComparison.Ordinal);
        var writer = new EdfWriter(new MemoryStream(), Header(EdfContinuity.Continuous));
        Assert.Contains("40000", Assert.Throws<ArgumentException>(() => writer.WriteRecord(0, [new int[5], new[] { 40000 }])).Message,
            StringComparison.Ordinal);
    }

    private static EdfHeader Header(EdfContinuity continuity) => new(1,
    [
        new EdfSignal("C4-M1", "uV", new ChannelScaling("-3276.8", "3276.7", -32768, 32767), 5) { Transducer = "cup", Prefiltering = "HP:0.1Hz" },
        new EdfSignal("EDF Annotations", "", new ChannelScaling("-1", "1", -32768, 32767), 40),
        new EdfSignal("SpO2", "%", new ChannelScaling("0", "100", -1000, 1000), 1),
    ]) { Continuity = continuity };
}
