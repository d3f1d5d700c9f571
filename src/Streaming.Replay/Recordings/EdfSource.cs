using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;

namespace Streaming.Replay.Recordings;

/// <summary>EDF, EDF+ and BDF files; more beds than files play them in turn.</summary>
/// <param name="paths">The files.</param>
/// <param name="maps">What a person states about their channels.</param>
/// <param name="hypnogramPath">Stages of all of them; null: their own, or those beside them.</param>
/// <param name="clock">Whose time their headers have; null: UTC's.</param>
internal sealed class EdfSource(
    IReadOnlyList<string> paths, IReadOnlyList<DerivationMap> maps, string? hypnogramPath, LocalClock? clock = null) : IRecordingSource
{
    private const int MaximumBlockBytes = 512 * 1024; // half of what a SampleBlock may have
    private readonly List<Stream> _streams = [];

    public int Count => paths.Count;

    public BedRecording Open(int bed)
    {
        var path = paths[bed % paths.Count];
        try
        {
            var file = Read(path);
            var study = EdfStudy.From(file, Guid.NewGuid(), maps, Hypnogram(path, file, out var passedOver), clock);
            if (study.MapProblems.Count > 0) throw new RecordingException($"{path}: {string.Join(" ", study.MapProblems)}");
            if (study.Study.Channels.Count == 0) throw new RecordingException($"{path}: no channel can be played. {string.Join(" ", study.Remarks)}");
            return new BedRecording(study.Study, study.Blocks(BlockSeconds(study.Study)), study.DurationSeconds)
            {
                LightsOffSeconds = study.LightsOffSeconds,
                LightsOnSeconds = study.LightsOnSeconds,
                Remarks = [.. passedOver is null ? [] : (string[])[passedOver], .. study.Remarks, .. Montage.Resolve(study.Study).Remarks],
            };
        }
        catch (IOException failure)
        {
            throw new RecordingException(failure.Message);
        }
        catch (UnauthorizedAccessException failure)
        {
            throw new RecordingException(failure.Message);
        }
    }

    public void Dispose()
    {
        foreach (var stream in _streams) stream.Dispose();
    }

    // One second, or as much less as fast recorders with many channels need.
    private static Rational BlockSeconds(Study study)
    {
        var bytesPerSecond = study.Channels.Sum(channel => (double)channel.RateHz * channel.SampleBytes + 32);
        var parts = 1L;
        while (bytesPerSecond / parts > MaximumBlockBytes) parts *= 2;
        return new Rational(1, parts);
    }

    private EdfFile? Hypnogram(string path, EdfFile recording, out string? passedOver)
    {
        passedOver = null;
        return (hypnogramPath ?? HypnogramNames.Beside(path, recording, out passedOver)) is { } found ? Read(found) : null;
    }

    private EdfFile Read(string path)
    {
        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 1 << 16);
        _streams.Add(stream);
        try
        {
            return EdfReader.Open(stream);
        }
        catch (EdfFormatException refusal)
        {
            throw new RecordingException($"{path} is not readable as EDF. {refusal.Message}");
        }
    }
}
