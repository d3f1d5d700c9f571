namespace Streaming.Tests.Training.Graph;

/// <summary>Draws the shapes, axes and geometry of random cases; small, since differences are taken element by element.</summary>
internal sealed class RandomShapes(int seed)
{
    public Random Random { get; } = new(seed);

    public int Between(int least, int greatest) => Random.Next(least, greatest + 1);

    public bool Chance() => Random.Next(2) == 0;

    public float Number(float least, float greatest) => least + ((greatest - least) * Random.NextSingle());

    public int[] Shape(int leastRank = 1, int greatestRank = 4, int greatestLength = 3) =>
        [.. Enumerable.Range(0, Between(leastRank, greatestRank)).Select(_ => Between(1, greatestLength))];

    /// <summary>A shape that broadcasts with <paramref name="shape"/>: leading axes left out, others of length 1.</summary>
    public int[] Broadcastable(int[] shape) => [.. shape[Random.Next(shape.Length)..].Select(length => Chance() ? length : 1)];

    /// <summary>From the front or from the back.</summary>
    public int Signed(int axis, int rank) => Chance() ? axis : axis - rank;

    public int Axis(int rank) => Random.Next(rank);

    /// <summary>At least one axis, in order.</summary>
    public int[] Axes(int rank)
    {
        int[] axes = [.. Enumerable.Range(0, rank).Where(_ => Chance())];
        return axes.Length > 0 ? axes : [Axis(rank)];
    }

    public int[] Permutation(int rank) => [.. Enumerable.Range(0, rank).OrderBy(_ => Random.Next())];
}
