using System.Runtime.ExceptionServices;
using Microsoft.Extensions.Logging;
using Streaming.Core.Signals.Edf;
using Streaming.Service.Exporting;
using Streaming.Service.Ingest;
using Streaming.Service.Serving;

namespace Streaming.Service.Recording;

/// <summary>Writes the recording of every study that is over: EDF+ (BDF+) from the journal and the night log, whole or not at all.</summary>
/// <remarks>It is written beside its place, flushed, moved there, and only then noted: what is noted is on the disk. A kill in the middle leaves a part that the next
/// start throws away, and the study is recorded again.</remarks>
internal sealed partial class NightRecorder(
    Journal journal, PayloadReader payloads, NightLog log, LabClock clock, string folder, TimeProvider time, ILogger<NightRecorder> logger) : BackgroundService
{
    private const string PartExtension = ".part";
    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim _turn = new(1, 1); // a recording has one part file: one at a time
    private readonly HashSet<string> _refused = [];
    private readonly LastingRefusal _refusal = new();

    /// <summary>Studies that are over and not recorded yet.</summary>
    public int Pending { get; private set; }

    public string Folder => folder;

    /// <summary>Records what is due once whoever is recording has done; afterwards it is there, by whomever. What could not be written, throws when the rest is.</summary>
    public async Task RecordAsync(CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            await RecordDueAsync(cancellationToken);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task RecordDueAsync(CancellationToken cancellationToken)
    {
        List<StoredStudy> due;
        using (var reader = log.Read()) due = [.. reader.UnrecordedStudies().Where(study => !_refused.Contains(study.Id))];
        Pending = due.Count;
        ExceptionDispatchInfo? first = null;
        foreach (var stored in due)
        {
            try
            {
                await RecordAsync(stored, cancellationToken);
                Pending--;
            }
            catch (Exception refused) when (refused is not OperationCanceledException)
            {
                // One that cannot be written holds up no other; it is tried again with the next look.
                first ??= ExceptionDispatchInfo.Capture(refused);
            }
        }
        first?.Throw();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        await DiscardPartsAsync(stoppingToken);
        using var tick = new PeriodicTimer(s_look, time);
        try
        {
            do await TryAsync(stoppingToken);
            while (await tick.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for: an unfinished part is thrown away at the next start.
        }
    }

    private async Task DiscardPartsAsync(CancellationToken stoppingToken)
    {
        await _turn.WaitAsync(stoppingToken);
        try
        {
            foreach (var part in Parts()) File.Delete(part);
        }
        finally
        {
            _turn.Release();
        }
    }

    private string[] Parts() => Directory.Exists(folder) ? Directory.GetFiles(folder, "*" + PartExtension) : [];

    internal async Task TryAsync(CancellationToken cancellationToken)
    {
        try
        {
            await RecordAsync(cancellationToken);
            _refusal.End();
        }
        // Whatever it is: a recording that cannot be written must not end the service, and with it the nights that run.
        catch (Exception refused) when (refused is not OperationCanceledException)
        {
            if (_refusal.IsNew(refused.Message)) LogRefused(refused.Message);
        }
    }

    private async Task RecordAsync(StoredStudy stored, CancellationToken cancellationToken)
    {
        var study = StudyReader.ReadKept(stored.Descriptor);
        if (RecordLength.Of(study) is not { } seconds)
        {
            _refused.Add(stored.Id);
            LogUnrecordable(stored.Id);
            return;
        }
        var name = await Task.Run(() => Write(stored, study, seconds, cancellationToken), cancellationToken);
        await log.WriteAsync(
            transaction =>
            {
                transaction.AddRecording(stored.Id, name, time.GetUtcNow());
                return true;
            },
            cancellationToken);
        if (name.Length == 0) LogNothing(stored.Id);
        else LogRecorded(stored.Id, name);
    }

    /// <returns>The file's name; empty where there was no sample.</returns>
    private string Write(StoredStudy stored, Core.Signals.Study study, int seconds, CancellationToken cancellationToken)
    {
        IReadOnlyList<EdfAnnotation> said;
        using (var reader = log.Read()) said = NightAnnotations.Of(NightWriter.Write(stored, reader, allRevisions: true), study.Start);
        var samples = new StudySamples(journal, payloads, stored, study, cancellationToken);
        if (samples.EndSeconds <= 0) return "";
        Directory.CreateDirectory(folder);
        var name = $"{stored.Bed.Site}-{stored.Bed.Bed}-{stored.Id}.{(EdfExport.IsBdf(study) ? "bdf" : "edf")}";
        var (part, place) = (Path.Combine(folder, name + PartExtension), Path.Combine(folder, name));
        using (var file = new FileStream(part, FileMode.Create, FileAccess.ReadWrite, FileShare.None, 1 << 16))
        {
            EdfExport.Write(file, study, seconds, samples, said, clock, cancellationToken);
            file.Flush(flushToDisk: true);
        }
        File.Move(part, place, overwrite: true);
        FolderFlush.Flush(folder);
        return name;
    }

    [LoggerMessage(2020, LogLevel.Information, "Study {Study} is recorded as {File}")]
    private partial void LogRecorded(string study, string file);

    [LoggerMessage(2023, LogLevel.Information, "Study {Study} ended without a sample; there is nothing to record")]
    private partial void LogNothing(string study);

    [LoggerMessage(2021, LogLevel.Error, "A recording cannot be written; it is tried again every ten seconds: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2022, LogLevel.Warning, "Study {Study} has rates that share no EDF record; it stays in the journal")]
    private partial void LogUnrecordable(string study);
}
