using Streaming.Core.Signals;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Raw samples of a span, in physical units, from the journal. The states of the epochs say where in the journal to look.</summary>
internal sealed class WaveformQuery(Journal journal, PayloadReader payloads)
{
    private const int MaximumSeconds = 3600;
    private const int MaximumColumns = 8192;

    public Waveform Read(GetWaveformRequest request, StoredStudy stored, NightLogReader log)
    {
        Check(request);
        if (log.Recording(stored.Id) is { IsJournalDeleted: true } recorded)
            throw RequestCheck.NotFound($"the samples of study {stored.Id} are no longer held; its recording is {(recorded.File.Length > 0 ? recorded.File : "gone too")}");
        var study = StudyReader.ReadKept(stored.Descriptor);
        var traces = Chosen(request, study).Select(channel => new TraceBuilder(channel, request)).ToDictionary(trace => trace.Channel.Number);
        var (records, buffer) = (new StudyRecords(payloads, stored, study), new SampleBuffer());
        var (from, to) = Span(request, study, stored, log);
        foreach (var kept in journal.Read(from))
        {
            if (kept.Offset >= to) break;
            if (records.Samples(kept.Record, buffer) is not { } block) continue;
            foreach (var run in block.Channels)
            {
                if (traces.TryGetValue(run.Channel, out var trace)) trace.Add(run);
            }
        }
        return new Waveform { StudyId = stored.Id, Traces = { traces.Values.OrderBy(trace => trace.Channel.Number).Select(trace => trace.Build()) } };
    }

    private static void Check(GetWaveformRequest request)
    {
        if (!double.IsFinite(request.FromSeconds) || request.FromSeconds is < 0 or > 604_800)
            throw RequestCheck.Invalid("from_seconds", $"{request.FromSeconds} is not in 0..604800");
        if (!double.IsFinite(request.ToSeconds) || request.ToSeconds <= request.FromSeconds
            || request.ToSeconds > request.FromSeconds + MaximumSeconds)
            throw RequestCheck.Invalid("to_seconds", $"{request.ToSeconds} must be after from_seconds and at most {MaximumSeconds} s later");
        if (request.Columns is < 1 or > MaximumColumns) throw RequestCheck.Invalid("columns", $"{request.Columns} is not in 1..{MaximumColumns}");
    }

    private static IEnumerable<Channel> Chosen(GetWaveformRequest request, Study study)
    {
        if (request.Channels.Count == 0) return study.Channels;
        foreach (var label in request.Channels)
        {
            if (study.Channels.All(channel => channel.Label != label))
                throw RequestCheck.NotFound($"no channel '{(label.Length <= 80 ? label : label[..80])}' in study {study.Id}");
        }
        return study.Channels.Where(channel => request.Channels.Contains(channel.Label));
    }

    /// <summary>Journal offsets between which every sample of the span lies, but for what came after its epoch had closed.</summary>
    private static (long From, long To) Span(GetWaveformRequest request, Study study, StoredStudy stored, NightLogReader log)
    {
        var origin = (double)study.EpochOriginSeconds;
        var first = (long)Math.Floor((request.FromSeconds - origin) / 30);
        var last = (long)Math.Floor((request.ToSeconds - origin) / 30);
        var from = first < 1 ? null : log.State(stored.Id, first - 1) ?? log.LastState(stored.Id);
        var to = log.State(stored.Id, Math.Max(0, last))?.ClosedOffset ?? stored.EndOffset ?? long.MaxValue;
        return (from?.ResumeOffset ?? stored.FirstOffset, to);
    }
}
