using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Windowing;
using Streaming.Scoring;

namespace Streaming.Training.Datasets;

/// <summary>Trained networks that another learns from: their mean answer to the epoch as it was recorded, before it is varied for the student.</summary>
/// <remarks>Any thread may ask; each that asks at the same time gets a scorer of its own.</remarks>
internal sealed class Teachers : IDisposable
{
    /// <summary>Numbers in an answer: W, N1, N2, N3, R.</summary>
    public const int Classes = 5;

    private readonly StagerPool[] _pools;
    private readonly ConcurrentBag<EpochScorer[]> _idle = [];

    /// <exception cref="ModelBundleException">A folder holds no usable bundle.</exception>
    public Teachers(IEnumerable<string> folders)
    {
        var options = new ScoringOptions { Provider = ScoringProvider.Cpu };
        _pools = [.. folders.Select(folder => new StagerPool(ModelBundle.Load(folder), options, NullLogger<StagerPool>.Instance))];
        Names = string.Join(", ", _pools.Select(pool => $"{pool.Identity.Name} {pool.Identity.Sha256[..8]}"));
    }

    /// <summary>Which they are.</summary>
    public string Names { get; }

    /// <summary>Probabilities that sum to 1, of an epoch that can be staged.</summary>
    public float[] Answer(Epoch epoch)
    {
        if (!_idle.TryTake(out var scorers)) scorers = [.. _pools.Select(pool => new EpochScorer(pool.Create()))];
        var mean = new float[Classes];
        foreach (var scorer in scorers)
        {
            var answer = scorer.Score(epoch) ?? throw new ArgumentException($"Epoch {epoch.Number} cannot be staged.", nameof(epoch));
            for (var i = 0; i < Classes; i++) mean[i] += (float)(answer.Probabilities[i] / scorers.Length);
        }
        _idle.Add(scorers);
        return mean;
    }

    public void Dispose()
    {
        foreach (var scorer in _idle.SelectMany(scorers => scorers)) scorer.Dispose();
        foreach (var pool in _pools) pool.Dispose();
    }
}
