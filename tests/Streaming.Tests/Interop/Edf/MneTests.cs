using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Tests.Interop.Edf;

public sealed class MneTests
{
    [Theory]
    [InlineData("dynamo", "dynamo.edf")]
    [InlineData("edf-samples", "short_psg.edf")]
    [InlineData("edf-samples", "short_psg.bdf")]
    [InlineData("edf-samples", "SC4001EC-Hypnogram.edf")]
    public async Task Our_reader_agrees_with_MNE_on_real_files(string folder, string name)
    {
        var path = SharedData.FileOrSkip(folder, name);
        var theirs = await MneReader.ReadAsync(path, TestContext.Current.CancellationToken);
        using var stream = File.OpenRead(path);
        AssertEqual(theirs, EdfReader.Open(stream));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task MNE_reads_what_our_writer_wrote(bool isBdf)
    {
        var path = Path.Combine(Path.GetTempPath(), $"streaming-{Guid.NewGuid():N}.{(isBdf ? "bdf" : "edf")}");
        try
        {
            using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite);
            var random = new Random(7);
            var half = isBdf ? 1 << 23 : 1 << 15;
            var writer = new EdfWriter(stream, Header(isBdf));
            var annotations = new[]
            {
                new EdfAnnotation(new Rational(1, 4), 30, "Sleep stage N2"), new EdfAnnotation(new Rational(5, 2), new Rational(1, 2), "Größe µ"),
            };
            for (var record = 0; record < 5; record++)
            {
                int[] Draw(int count) => [.. Enumerable.Range(0, count).Select(_ => random.Next(-half, half))];
                writer.WriteRecord(new Rational(record), [Draw(256), Draw(10)], record == 0 ? annotations : null);
            }

            Assert.Empty(writer.Complete());
            var ours = EdfReader.Open(stream);
            Assert.Equal(annotations, ours.Annotations);
            AssertEqual(await MneReader.ReadAsync(path, TestContext.Current.CancellationToken), ours, withAnnotations: !isBdf);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private static void AssertEqual(MneReader theirs, EdfFile ours, bool withAnnotations = true)
    {
        Assert.Equal(theirs.Channels.Select(channel => channel.Label), ours.Channels.Select(channel => channel.Label));
        foreach (var channel in ours.Channels)
        {
            var expected = theirs.Channels[channel.Number];
            Assert.Equal(expected.Rate, (double)channel.RateHz, 9);
            Assert.Equal(expected.Values.Length, ours.EndIndex(channel.Number));
            var values = ours.Read(channel.Number, 0, expected.Values.Length)[0].Values.Span;
            var volts = channel.Unit == "uV" ? 1e-6 : channel.Unit == "mV" ? 1e-3 : 1;
            var (gain, offset) = (channel.Scaling.Gain * volts, channel.Scaling.Offset * volts);
            for (var i = 0; i < values.Length; i++)
            {
                if (Math.Abs(values[i] * gain + offset - expected.Values[i]) > Math.Abs(gain) * 1e-3)
                    Assert.Fail($"{channel.Label}[{i}]: {values[i] * gain + offset} is not {expected.Values[i]}.");
            }
        }

        if (!withAnnotations) return;
        Assert.Equal(
            theirs.Annotations.Select(a => (Math.Round(a.Onset, 6), Math.Round(a.Duration, 6), a.Text)),
            ours.Annotations.OrderBy(a => a.OnsetSeconds)
                .Select(a => (Math.Round((double)a.OnsetSeconds, 6), Math.Round((double)(a.DurationSeconds ?? 0), 6), a.Text)));
    }

    private static EdfHeader Header(bool isBdf)
    {
        var (low, high) = isBdf ? (-8388608, 8388607) : (-32768, 32767);
        return new EdfHeader(1,
        [
            new EdfSignal("EEG C4-M1", "uV", new ChannelScaling("-3276.8", "3276.7", low, high), 256) { Prefiltering = "HP:0.1Hz" },
            new EdfSignal("EOG E1-M2", "mV", new ChannelScaling("-1.5", "1.5", low, high), 10),
            new EdfSignal(isBdf ? "BDF Annotations" : "EDF Annotations", "", new ChannelScaling("-1", "1", low, high), 60),
        ])
        {
            IsBdf = isBdf,
            Continuity = EdfContinuity.Continuous,
            Recording = "Startdate 02-MAR-2002 X X X",
            StartDate = "02.03.02",
            StartTime = "22.00.00",
        };
    }
}
