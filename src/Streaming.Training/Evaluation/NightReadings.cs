using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Scoring;
using Streaming.Training.Datasets;

namespace Streaming.Training.Evaluation;

/// <summary>Reads many nights on several threads, each with stagers of its own; the result does not depend on how many.</summary>
internal sealed class NightReadings(IReadOnlyList<ModelBundle> bundles, int threads, TimeProvider time, TextWriter log)
{
    /// <summary>Keep what novelty is fitted to; it takes room.</summary>
    public bool MeasureShapes { get; init; }

    /// <param name="what">For the lines that say how far it is.</param>
    /// <param name="nights">Each is opened or made when it is its turn.</param>
    /// <returns>[bundle][condition][night], nights in order.</returns>
    public ReadNight[][][] Read(
        string what, NightSequence nights, IReadOnlyList<RecordingCondition> conditions, CancellationToken cancellationToken)
    {
        var read = new ReadNight[nights.Count][][];
        var progress = new NightProgress(what, nights.Count, time, log);
        StagerPool[] pools = [.. bundles.Select(Open)];
        var idle = new ConcurrentBag<EpochScorer[]>();
        try
        {
            var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, threads), CancellationToken = cancellationToken };
            Parallel.For(0, nights.Count, options, night =>
            {
                if (!idle.TryTake(out var scorers)) scorers = [.. pools.Select(pool => new EpochScorer(pool.Create(), pool.Bundle.Manifest.Novelty))];
                read[night] = new NightReader(bundles, scorers, conditions, MeasureShapes).Read(nights[night], cancellationToken);
                idle.Add(scorers);
                progress.Done();
            });
        }
        catch (AggregateException e) when (e.InnerExceptions.All(inner => inner is OperationCanceledException))
        {
            throw new OperationCanceledException("Stopped.", e, cancellationToken);
        }
        finally
        {
            foreach (var scorer in idle.SelectMany(scorers => scorers)) scorer.Dispose();
            foreach (var pool in pools) pool.Dispose();
        }
        return [.. bundles.Select((_, bundle) => conditions.Select((_, condition) => read.Select(night => night[bundle][condition]).ToArray()).ToArray())];
    }

    private static StagerPool Open(ModelBundle bundle) =>
        new(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
}
