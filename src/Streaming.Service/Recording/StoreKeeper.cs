using System.Globalization;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>Watches the store's disk: says at every bed when it is short or takes nothing, and lets retention work.</summary>
internal sealed partial class StoreKeeper : BackgroundService
{
    public const string ShortCause = "disk-short", RefusesCause = "store-refuses";
    private const int RetentionTicks = 60;
    private static readonly TimeSpan s_tick = TimeSpan.FromSeconds(5);
    private readonly DiskSpace _disk;
    private readonly StoreHealth _health;
    private readonly NightLog _log;
    private readonly AdvisoryDesk _advisories;
    private readonly BedBoard _beds;
    private readonly Retention _retention;
    private readonly RetentionOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DiskPace _pace = new();
    private readonly Dictionary<(BedKey, string), AdvisoryPriority> _told = [];
    private int _ticks;
    private readonly LastingRefusal _refusal = new();

    public StoreKeeper(
        DiskSpace disk, StoreHealth health, Journal journal, NightLog log, AdvisoryDesk advisories, BedBoard beds, NightRecorder recorder,
        IOptions<RecordingOptions> options, TimeProvider time, ILogger<StoreKeeper> logger)
    {
        (_disk, _health, _log, _advisories, _beds, _time, _logger) = (disk, health, log, advisories, beds, time, logger);
        _options = options.Value.Retention;
        _retention = new Retention(journal, log, recorder.Folder, _options, time, logger);
    }

    /// <summary>Bytes free when last looked at.</summary>
    public long FreeBytes { get; private set; }

    /// <summary>Hours until the disk is full at the pace of the last hour; null: it does not fill.</summary>
    public double? HoursToFull { get; private set; }

    /// <summary>Looks at the disk and says what is to be said.</summary>
    /// <exception cref="IOException">The disk is away; that has been said.</exception>
    public void Look()
    {
        // First: of a disk that is away nobody can say how much is free.
        Say(RefusesCause, _health.IsWritable ? null : AdvisoryPriority.High, "the store's disk refuses: no result is issued until it no longer does");
        FreeBytes = _disk.FreeBytes;
        HoursToFull = _pace.HoursToFull(_time.GetElapsedTime(0), FreeBytes);
        Say(ShortCause, Shortage(), Words());
    }

    /// <summary>Applies the policy once.</summary>
    public async Task KeepAsync(CancellationToken cancellationToken)
    {
        long checkpoint;
        using (var reader = _log.Read()) checkpoint = reader.Meta(Ward.CheckpointKey) ?? 0;
        await _retention.ApplyAsync(checkpoint, FreeBytes < _options.UrgentFreeBytes, cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var tick = new PeriodicTimer(s_tick, _time);
        try
        {
            do await TickAsync(stoppingToken);
            while (await tick.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        try
        {
            Look();
            if (_ticks++ % RetentionTicks == 0 || FreeBytes < _options.UrgentFreeBytes) await KeepAsync(cancellationToken);
            _refusal.End();
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException or Microsoft.Data.Sqlite.SqliteException)
        {
            if (_refusal.IsNew(refused.Message)) LogRefused(refused.Message);
        }
    }

    private AdvisoryPriority? Shortage() =>
        FreeBytes < _options.UrgentFreeBytes ? AdvisoryPriority.High
        : FreeBytes < _options.WarnFreeBytes || HoursToFull < _options.WarnFullHours ? AdvisoryPriority.Medium : null;

    private string Words() => HoursToFull is { } hours
        ? string.Create(CultureInfo.InvariantCulture, $"{FreeBytes >> 20} MiB are free on the store's disk; full in {hours:0} h at this pace")
        : string.Create(CultureInfo.InvariantCulture, $"{FreeBytes >> 20} MiB are free on the store's disk");

    /// <summary>At every bed, once while it lasts, and again where it gets worse.</summary>
    private void Say(string cause, AdvisoryPriority? priority, string text)
    {
        foreach (var bed in _beds.All())
        {
            var (key, study) = (new BedKey(bed.Site, bed.Bed_), bed.StudyId);
            var told = _told.TryGetValue((key, cause), out var before) ? before : (AdvisoryPriority?)null;
            if (told == priority) continue;
            if (told is not null) _advisories.End(key, cause);
            _told.Remove((key, cause));
            if (priority is not { } now) continue;
            _told[(key, cause)] = now;
            _advisories.Raise(key, study, cause, text, now);
            if (cause == ShortCause) LogShort(key, text);
        }
    }

    [LoggerMessage(2032, LogLevel.Error, "The store cannot be looked after; it is tried again: {Reason}")]
    private partial void LogRefused(string reason);

    [LoggerMessage(2033, LogLevel.Warning, "Bed {Bed}: {Text}")]
    private partial void LogShort(BedKey bed, string text);
}
