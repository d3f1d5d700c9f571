using Streaming.Training.Graph;

namespace Streaming.Training.Networks.Foreign;

/// <summary>
/// LoRA (Hu et al. 2021): a weight matrix stays as it is and the product of two thin matrices, B·A, is learnt on top. B starts at zero, so that
/// the network starts as it was.
/// </summary>
internal static class LowRank
{
    // Where the two thin matrices would hold more than this share of the whole, there is nothing thin about them.
    private const double GreatestShare = 0.05;

    public static bool Suits((int Rows, int Columns) matrix, int rank) =>
        rank <= GreatestRank(matrix);

    /// <summary>The greatest rank that suits a matrix; 0: none does.</summary>
    public static int GreatestRank((int Rows, int Columns) matrix) =>
        (int)Math.Floor(GreatestShare * matrix.Rows * matrix.Columns / (matrix.Rows + matrix.Columns) + 1e-9);

    /// <summary>The weight with what was learnt on top, in the graph that trains.</summary>
    public static GraphValue Append(NetworkBuild build, string name, GraphValue weight, (int Rows, int Columns) matrix, int rank)
    {
        var (left, right) = (LeftOf(name), RightOf(name));
        var b = build.Parameters.Declare(build.Graph, left.Name, left.Kind, left.Deviation, matrix.Rows, rank);
        var a = build.Parameters.Declare(build.Graph, right.Name, right.Kind, Deviation(matrix), rank, matrix.Columns);
        return build.Graph.Add(weight, build.Graph.Reshape(build.Graph.Gemm(b, a), weight.Shape));
    }

    /// <summary>The same sum as numbers, in the graph that is served.</summary>
    public static float[] Merge(NetworkBuild build, string name, float[] weight, (int Rows, int Columns) matrix, int rank)
    {
        var b = build.Parameters.Take(LeftOf(name).Name, LeftOf(name).Kind, LeftOf(name).Deviation, matrix.Rows, rank);
        var a = build.Parameters.Take(RightOf(name).Name, RightOf(name).Kind, Deviation(matrix), rank, matrix.Columns);
        float[] merged = [.. weight];
        for (var row = 0; row < matrix.Rows; row++)
            for (var column = 0; column < matrix.Columns; column++)
            {
                double sum = merged[(row * matrix.Columns) + column];
                for (var k = 0; k < rank; k++) sum += (double)b[(row * rank) + k] * a[(k * matrix.Columns) + column];
                merged[(row * matrix.Columns) + column] = (float)sum;
            }
        return merged;
    }

    private static (string Name, ParameterKind Kind, float Deviation) LeftOf(string name) => ($"{name}.lora.b", ParameterKind.Bias, 0);

    private static (string Name, ParameterKind Kind) RightOf(string name) => ($"{name}.lora.a", ParameterKind.Embedding);

    private static float Deviation((int Rows, int Columns) matrix) => (float)(1 / Math.Sqrt(matrix.Columns));
}
