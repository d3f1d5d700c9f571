namespace Streaming.Training.Datasets;

/// <summary>Where in the pool each producer is, so that nights nobody needs any more are let go.</summary>
internal sealed class PoolPlaces(EpochPool pool, int producers, int firstNight)
{
    private readonly Lock _lock = new();
    private readonly int[] _places = [.. Enumerable.Repeat(firstNight, producers)];

    /// <summary>The window a producer draws from now; its earlier ones it no longer needs.</summary>
    public EpochWindow Move(int producer, int first, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _places[producer] = first;
            pool.Forget(_places.Min());
        }
        return pool.Window(first, producers - 1, cancellationToken);
    }
}
