using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Simulation;

namespace Streaming.Training.Datasets.Miniature;

/// <summary>Writes the EDF files of a miniature data set.</summary>
internal static class MiniatureEdf
{
    private const int TimeSamples = 30; // 60 bytes: a record's time
    private const string Patient = "X" + EdfHeader.SimulatedPatient;

    /// <summary>The samples of a night.</summary>
    public static void WriteRecording(string path, SimulatedNight night, EdfShape shape)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = File.Create(path);
        Channel[] channels = [.. night.Study.Channels.Where(channel => Label(channel, shape) is not null)];
        var writer = new EdfWriter(stream, Header(channels, shape));
        var seconds = new List<SampleBlock>(shape.RecordSeconds);
        var record = 0;
        foreach (var block in Padded(night, shape.PaddingSeconds))
        {
            seconds.Add(block);
            if (seconds.Count < shape.RecordSeconds) continue;
            var start = (shape.StatedRecordSeconds ?? shape.RecordSeconds) * new Rational(record);
            if (record < shape.Gap.First || record >= shape.Gap.First + shape.Gap.Count)
                writer.WriteRecord(start, [.. channels.Select(channel => Samples(seconds, channel.Number))]);
            seconds.Clear();
            record++;
        }
        writer.Complete();
        if (shape.EndsWithAByte) stream.WriteByte(0);
    }

    /// <summary>A file of annotations alone, as hypnograms are.</summary>
    public static void WriteAnnotations(string path, IReadOnlyList<EdfAnnotation> annotations, EdfShape shape)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var stream = File.Create(path);
        var room = annotations.Sum(annotation => 48 + annotation.Text.Length) + 64;
        var writer = new EdfWriter(stream, new EdfHeader(0, [AnnotationSignal(room / 2)])
        {
            Continuity = EdfContinuity.Continuous, Patient = Patient, StartDate = shape.StartDate, StartTime = "22.00.00",
        });
        writer.WriteRecord(0, [], annotations);
        var unwritten = writer.Complete();
        if (unwritten.Count > 0) throw new InvalidOperationException($"{path}: {unwritten.Count} annotations found no room.");
    }

    private static EdfHeader Header(IReadOnlyList<Channel> channels, EdfShape shape)
    {
        var signals = channels.Select(channel => new EdfSignal(
            Label(channel, shape)!, channel.Unit, Scaling(channel.Scaling, shape), (int)channel.RateHz.Numerator * shape.RecordSeconds));
        EdfSignal[] all = shape.Continuity == EdfContinuity.Plain ? [.. signals] : [.. signals, AnnotationSignal(TimeSamples)];
        return new EdfHeader(shape.StatedRecordSeconds ?? shape.RecordSeconds, all)
        {
            Continuity = shape.Continuity, Patient = Patient, StartDate = shape.StartDate, StartTime = "22.00.00",
        };
    }

    private static string? Label(Channel channel, EdfShape shape) =>
        shape.Labels.TryGetValue(channel.Label, out var label) ? label : channel.Label;

    private static ChannelScaling Scaling(ChannelScaling scaling, EdfShape shape) => !shape.WritesCommas
        ? scaling
        : scaling with { PhysicalMin = scaling.PhysicalMin.Replace('.', ','), PhysicalMax = scaling.PhysicalMax.Replace('.', ',') };

    private static EdfSignal AnnotationSignal(int samples) =>
        new("EDF Annotations", "", new ChannelScaling("-1", "1", short.MinValue, short.MaxValue), samples);

    private static ReadOnlyMemory<int> Samples(List<SampleBlock> seconds, int channel)
    {
        var values = new List<int>();
        foreach (var block in seconds) values.AddRange(block.Channels[channel].Values.Span);
        return values.ToArray();
    }

    private static IEnumerable<SampleBlock> Padded(SimulatedNight night, int seconds)
    {
        SampleBlock[] minute = seconds == 0 ? [] : [.. night.Blocks().Take(60)];
        for (var i = 0; i < seconds; i++) yield return minute[i % minute.Length];
        foreach (var block in night.Blocks()) yield return block;
        for (var i = 0; i < seconds; i++) yield return minute[i % minute.Length];
    }
}
