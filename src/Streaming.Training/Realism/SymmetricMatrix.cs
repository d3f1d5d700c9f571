namespace Streaming.Training.Realism;

/// <summary>What little linear algebra the fit needs, on small symmetric matrices.</summary>
internal static class SymmetricMatrix
{
    /// <summary>Eigenvalues, falling, with their vectors as columns (Jacobi's rotations).</summary>
    public static (double[] Values, double[,] Vectors) Eigen(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var (a, v) = ((double[,])matrix.Clone(), new double[n, n]);
        for (var i = 0; i < n; i++) v[i, i] = 1;
        for (var sweep = 0; sweep < 60; sweep++)
            for (var p = 0; p < n; p++)
                for (var q = p + 1; q < n; q++)
                    if (Math.Abs(a[p, q]) > 1e-14) Rotate(a, v, p, q);
        var order = Enumerable.Range(0, n).OrderByDescending(i => a[i, i]).ToArray();
        var sorted = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++) sorted[i, j] = v[i, order[j]];
        return ([.. order.Select(i => a[i, i])], sorted);
    }

    /// <summary>The nearest matrix without eigenvalues below the floor.</summary>
    public static double[,] Positive(double[,] matrix, double floor)
    {
        var (values, vectors) = Eigen(matrix);
        var n = values.Length;
        var result = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j < n; j++)
                for (var k = 0; k < n; k++) result[i, j] += Math.Max(values[k], floor) * vectors[i, k] * vectors[j, k];
        return result;
    }

    /// <summary>Lower triangle L with L·Lᵀ the matrix (Cholesky).</summary>
    public static double[,] Root(double[,] matrix)
    {
        var n = matrix.GetLength(0);
        var root = new double[n, n];
        for (var i = 0; i < n; i++)
            for (var j = 0; j <= i; j++)
            {
                var sum = matrix[i, j];
                for (var k = 0; k < j; k++) sum -= root[i, k] * root[j, k];
                root[i, j] = i == j ? Math.Sqrt(Math.Max(sum, 1e-12)) : sum / root[j, j];
            }
        return root;
    }

    /// <summary>x with L·Lᵀ·x = b.</summary>
    public static double[] Solve(double[,] root, double[] b)
    {
        var x = (double[])b.Clone();
        for (var i = 0; i < x.Length; i++)
        {
            for (var k = 0; k < i; k++) x[i] -= root[i, k] * x[k];
            x[i] /= root[i, i];
        }
        for (var i = x.Length - 1; i >= 0; i--)
        {
            for (var k = i + 1; k < x.Length; k++) x[i] -= root[k, i] * x[k];
            x[i] /= root[i, i];
        }
        return x;
    }

    private static void Rotate(double[,] a, double[,] v, int p, int q)
    {
        var n = a.GetLength(0);
        var theta = (a[q, q] - a[p, p]) / (2 * a[p, q]);
        var t = (theta >= 0 ? 1 : -1) / (Math.Abs(theta) + Math.Sqrt(theta * theta + 1));
        var c = 1 / Math.Sqrt(t * t + 1);
        var s = t * c;
        for (var k = 0; k < n; k++) (a[k, p], a[k, q]) = (c * a[k, p] - s * a[k, q], s * a[k, p] + c * a[k, q]);
        for (var k = 0; k < n; k++) (a[p, k], a[q, k]) = (c * a[p, k] - s * a[q, k], s * a[p, k] + c * a[q, k]);
        for (var k = 0; k < n; k++) (v[k, p], v[k, q]) = (c * v[k, p] - s * v[k, q], s * v[k, p] + c * v[k, q]);
    }
}
