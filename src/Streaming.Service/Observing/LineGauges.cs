using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Service.Serving;

namespace Streaming.Service.Observing;

/// <summary>What is read of the line when somebody looks at its metrics.</summary>
internal sealed class LineGauges(
    LineMeter meter, BedBoard beds, Ward ward, Intake intake, ScoringQueue scoring, Journal journal, NightLog log, CommitFeed feed, StoreHealth store,
    Readiness ready, ProviderBreaker breaker, ModelShelf models)
{
    public void Begin()
    {
        journal.Flushed += count => meter.Flushed("journal", count);
        log.Flushed += count => meter.Flushed("night-log", count);
        meter.Watch("streaming_beds", "Beds by state", "state", Beds);
        meter.Watch("streaming_queue_depth", "What waits, by queue", "queue", Queues);
        meter.Watch("streaming_commit_sequence", "Of the last committed delta", () => log.LatestSequence);
        meter.Watch("streaming_store_writable", "1 while the store takes what arrives", () => store.IsWritable ? 1 : 0);
        meter.Watch("streaming_ready", "1 while broker, store and model are there", () => ready.Missing is null ? 1 : 0);
        meter.Watch("streaming_dependency_up", "1 while a dependency is there", "dependency", () => ready.Dependencies.Select(one => (one.Name, one.IsUp ? 1.0 : 0)));
        meter.Watch("streaming_store_lag_bytes", "Journal that a restart would read again", () => Lag(Math.Min(intake.OfferedThrough, ward.SafeOffset)));
        meter.Watch("streaming_journal_lag_bytes", "Durable journal that no lane has been offered", () => Lag(intake.OfferedThrough));
        meter.Watch("streaming_watchers", "Watch streams that are open, the stage topic's own included", () => feed.Watchers);
        meter.Watch("streaming_watcher_lag", "Committed deltas that the watcher furthest behind has not been sent", () => feed.WatcherLag);
        meter.Watch("streaming_provider_fallback", "1 while the CPU has taken over from a provider that fails", () => breaker.Failure is null ? 0 : 1);
        meter.Watch("streaming_provider_in_use", "1 for the provider of the last answer", "provider", Providers);
        meter.Watch("streaming_model_in_use", "1 for the model that epochs are read with", "model", () => [($"{models.Current.Identity.Name} {models.Current.Identity.Version}", 1)]);
        meter.Watch("streaming_memory_bytes", "Memory of the process: resident, managed heap, and of that what the last full collection found in use", "kind", Memory);
    }

    private double Lag(long reached) => Math.Max(0, journal.DurableEnd - Math.Min(reached, journal.DurableEnd));

    private IEnumerable<(string, double)> Beds() =>
        beds.All().CountBy(bed => bed.State).Select(states => (states.Key.ToString().ToLowerInvariant(), (double)states.Value));

    private IEnumerable<(string, double)> Queues() =>
    [
        ("intake", intake.Waiting), ("journal", journal.Waiting), ("lanes", ward.Lanes.Sum(lane => (double)lane.Value.Waiting)),
        ("scoring", scoring.Waiting), ("windows", scoring.Turns.Waiting), ("night-log", log.Waiting),
    ];

    private IEnumerable<(string, double)> Providers() => meter.Provider.Length == 0 ? [] : [(meter.Provider, 1)];

    private static IEnumerable<(string, double)> Memory() =>
        [("resident", Environment.WorkingSet), ("heap", GC.GetTotalMemory(forceFullCollection: false)), ("live", LiveBytes())];

    /// <summary>What the last full collection found in use: the rest of the heap is garbage that is not due yet. 0 before the first.</summary>
    private static double LiveBytes()
    {
        var (blocking, background) = (GC.GetGCMemoryInfo(GCKind.FullBlocking), GC.GetGCMemoryInfo(GCKind.Background));
        var last = blocking.Index > background.Index ? blocking : background;
        return last.HeapSizeBytes - last.FragmentedBytes;
    }
}
