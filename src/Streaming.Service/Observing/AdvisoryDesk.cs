using Google.Protobuf.WellKnownTypes;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using Polly;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Observing;

/// <summary>Technical advisories: one for each bed and cause while it lasts, with a count, and an end.</summary>
internal sealed class AdvisoryDesk(NightLog log, IOptions<ObservingOptions> options, IOptions<RecordingOptions> recording, TimeProvider time) : BackgroundService
{
    private readonly AdvisoryOutbox _announcements = new();
    private readonly ResiliencePipeline _persistent = StoreRetry.Persistent(time, recording.Value);
    private readonly Lock _gate = new();
    private readonly Dictionary<(BedKey Bed, string Key), Lasting> _lasting = [];

    public void Raise(BedKey bed, string studyId, string cause, string text, AdvisoryPriority priority, bool endsWhenQuiet = false)
    {
        lock (_gate)
        {
            if (!_lasting.TryGetValue((bed, cause), out var lasting))
            {
                lasting = new Lasting(new Advisory
                {
                    AdvisoryId = Guid.NewGuid().ToString(),
                    Site = bed.Site,
                    Bed = bed.Bed,
                    StudyId = studyId,
                    Cause = cause,
                    Priority = priority,
                    Onset = time.GetUtcNow().ToTimestamp(),
                }, endsWhenQuiet);
                _lasting.Add((bed, cause), lasting);
            }
            lasting.Advisory.Count++;
            lasting.Advisory.Text = text;
            lasting.EndsWhenQuiet = endsWhenQuiet;
            lasting.LastAt = time.GetTimestamp();
            if (lasting.Advisory.Count == 1) Announce(bed, lasting);
        }
    }

    public void End(BedKey bed, string cause)
    {
        lock (_gate)
        {
            if (_lasting.Remove((bed, cause), out var lasting)) Finish(bed, lasting);
        }
    }

    /// <summary>The advisory's latest word with who has seen it.</summary>
    public Advisory Seen(BedKey bed, Advisory known, string author)
    {
        lock (_gate)
        {
            var seen = (Find(bed, known)?.Advisory ?? known).Clone();
            seen.AcknowledgedBy = author;
            return seen;
        }
    }

    /// <summary>The store has kept who has seen it: where it lasts, every later word of it carries that too.</summary>
    public void Acknowledge(BedKey bed, Advisory seen)
    {
        lock (_gate)
        {
            if (Find(bed, seen) is { } lasting) lasting.Advisory.AcknowledgedBy = seen.AcknowledgedBy;
        }
    }

    /// <summary>Advisories that last at a bed now.</summary>
    public IReadOnlyList<Advisory> Of(BedKey bed)
    {
        lock (_gate) return [.. _lasting.Where(pair => pair.Key.Bed == bed).Select(pair => pair.Value.Advisory.Clone())];
    }

    /// <summary>One that somebody else has kept and announced: it is shown while it lasts.</summary>
    public void Follow(Advisory kept)
    {
        lock (_gate)
        {
            if (kept.End is null) Keep(kept.Clone(), endsWhenQuiet: false);
            else _lasting.Remove((new BedKey(kept.Site, kept.Bed), KeyOf(kept)));
        }
    }

    /// <summary>Those that lasted when the service stopped.</summary>
    public void Restore(IEnumerable<Advisory> lasting)
    {
        lock (_gate)
        {
            foreach (var advisory in lasting)
            {
                // What a signal shows is ended by the epoch that shows it no more.
                Keep(advisory, endsWhenQuiet: advisory.Fault == SignalFault.Unspecified && !AdvisoryCause.OutlastsRestart(advisory.Cause));
            }
        }
    }

    /// <summary>Once a second or so: shows counts that grew, ends what has been quiet.</summary>
    public void Tick()
    {
        lock (_gate)
        {
            foreach (var ((bed, key), lasting) in _lasting.ToList())
            {
                if (lasting.EndsWhenQuiet && time.GetElapsedTime(lasting.LastAt) >= TimeSpan.FromSeconds(options.Value.AdvisoryQuietSeconds))
                {
                    _lasting.Remove((bed, key));
                    Finish(bed, lasting);
                }
                else if (lasting.Advisory.Count > lasting.Announced
                    && time.GetElapsedTime(lasting.AnnouncedAt) >= TimeSpan.FromSeconds(options.Value.AdvisoryRepeatSeconds))
                {
                    Announce(bed, lasting);
                }
            }
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            var (bed, advisory) = await _announcements.TakeAsync(stoppingToken);
            // However long the disk refuses: an end that was not kept would leave it standing at every station until the service starts anew.
            await _persistent.ExecuteAsync(
                async token => await log.WriteAsync(transaction => { transaction.AddAdvisory(bed, advisory); return true; }, token), stoppingToken);
        }
    }

    private Lasting? Find(BedKey bed, Advisory known) =>
        _lasting.TryGetValue((bed, KeyOf(known)), out var lasting) && lasting.Advisory.AdvisoryId == known.AdvisoryId ? lasting : null;

    // A bed has one of each cause; of what a signal shows, one for each channel. Its identity says which: two channels may have one label, and those told by an
    // older version do not say their channel's number.
    private static string KeyOf(Advisory advisory) => advisory.Channel.Length == 0 ? advisory.Cause : advisory.AdvisoryId;

    private void Keep(Advisory advisory, bool endsWhenQuiet) =>
        _lasting[(new BedKey(advisory.Site, advisory.Bed), KeyOf(advisory))] = new Lasting(advisory, endsWhenQuiet)
        {
            LastAt = time.GetTimestamp(), Announced = advisory.Count, AnnouncedAt = time.GetTimestamp(),
        };

    private void Announce(BedKey bed, Lasting lasting)
    {
        (lasting.Announced, lasting.AnnouncedAt) = (lasting.Advisory.Count, time.GetTimestamp());
        _announcements.Put(bed, lasting.Advisory.Clone());
    }

    private void Finish(BedKey bed, Lasting lasting)
    {
        lasting.Advisory.End = time.GetUtcNow().ToTimestamp();
        _announcements.Put(bed, lasting.Advisory.Clone());
    }

    private sealed class Lasting(Advisory advisory, bool endsWhenQuiet)
    {
        public Advisory Advisory { get; } = advisory;

        public bool EndsWhenQuiet { get; set; } = endsWhenQuiet;

        // By the machine's own clock: the wall's may be set.
        public long LastAt { get; set; }

        public long Announced { get; set; }

        public long AnnouncedAt { get; set; }
    }
}
