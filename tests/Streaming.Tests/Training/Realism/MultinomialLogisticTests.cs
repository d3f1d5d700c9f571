using Streaming.Core.Simulation;
using Streaming.Training.Realism;

namespace Streaming.Tests.Training.Realism;

public sealed class MultinomialLogisticTests
{
    [Fact]
    public void Model_learns_classes_that_lie_apart_and_no_more_than_chance_from_noise()
    {
        var random = new SeededRandom(5);
        var rows = Enumerable.Range(0, 2000).Select(i => (new[] { 3.0 * (i % 5) + random.Normal(), random.Normal() }, i % 5)).ToArray();
        var telling = new MultinomialLogistic(rows, [0]);
        var blind = new MultinomialLogistic(rows, [1]);
        Assert.True(rows.Count(row => telling.Predict(row.Item1) == row.Item2) > 1600);
        Assert.True(rows.Count(row => blind.Predict(row.Item1) == row.Item2) < 600);
    }

    [Fact]
    public void Eigenvalues_and_root_rebuild_the_matrix()
    {
        double[,] matrix = { { 4, 1, 0.5 }, { 1, 3, -0.2 }, { 0.5, -0.2, 2 } };
        var (values, vectors) = SymmetricMatrix.Eigen(matrix);
        var root = SymmetricMatrix.Root(matrix);
        for (var i = 0; i < 3; i++)
            for (var j = 0; j < 3; j++)
            {
                Assert.Equal(matrix[i, j], Enumerable.Range(0, 3).Sum(k => values[k] * vectors[i, k] * vectors[j, k]), 1e-9);
                Assert.Equal(matrix[i, j], Enumerable.Range(0, 3).Sum(k => root[i, k] * root[j, k]), 1e-9);
            }
        Assert.True(values[0] >= values[1] && values[1] >= values[2]);
    }
}
