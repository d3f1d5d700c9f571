namespace Streaming.Training.Realism;

/// <summary>Plain multinomial logistic regression on standardised values, fitted by Newton steps class by class.</summary>
internal sealed class MultinomialLogistic
{
    private const int Classes = 5;
    private const int Steps = 12;
    private const double Damping = 0.8;
    private const double Ridge = 1e-3;
    private const int Every = 3; // neighbouring epochs are alike

    private readonly int[] _columns;
    private readonly double[] _means;
    private readonly double[] _deviations;
    private readonly double[][] _weights;

    /// <param name="columns">Which values of a row to use.</param>
    public MultinomialLogistic(IReadOnlyList<(double[] Values, int Class)> rows, int[] columns)
    {
        _columns = columns;
        _means = [.. columns.Select(column => rows.Average(row => row.Values[column]))];
        _deviations = [.. columns.Select((column, i) => Math.Sqrt(rows.Average(row => Square(row.Values[column] - _means[i]))) + 1e-9)];
        _weights = [.. Enumerable.Range(0, Classes).Select(_ => new double[columns.Length + 1])];
        var standard = rows.Select(row => Standard(row.Values)).ToArray();
        var classes = rows.Select(row => row.Class).ToArray();
        for (var step = 0; step < Steps; step++) Step(standard, classes);
    }

    /// <summary>Trained on every third epoch of nights, by the scorer's stages.</summary>
    public static MultinomialLogistic Of(IEnumerable<BandPowerNight> nights, int[] columns) => new(
        [.. nights.SelectMany(night => night.Values.Zip(night.Stages, (values, stage) => (values, (int)stage))).Where((_, row) => row % Every == 0)], columns);

    public int Predict(double[] values)
    {
        Span<double> scores = stackalloc double[Classes];
        Probabilities(Standard(values), scores);
        var best = 0;
        for (var c = 1; c < Classes; c++)
            if (scores[c] > scores[best]) best = c;
        return best;
    }

    /// <summary>Probability of each class.</summary>
    public double[] Shares(double[] values)
    {
        var shares = new double[Classes];
        Probabilities(Standard(values), shares);
        return shares;
    }

    /// <summary>[class][column], a constant last: weights of the values as they are, not standardised.</summary>
    public double[][] Weights() => [.. _weights.Select(own =>
    {
        var weights = new double[own.Length];
        weights[^1] = own[^1];
        for (var i = 0; i < _columns.Length; i++)
        {
            weights[i] = own[i] / _deviations[i];
            weights[^1] -= weights[i] * _means[i];
        }
        return weights;
    })];

    private static double Square(double x) => x * x;

    private double[] Standard(double[] values)
    {
        var row = new double[_columns.Length + 1];
        for (var i = 0; i < _columns.Length; i++) row[i] = (values[_columns[i]] - _means[i]) / _deviations[i];
        row[^1] = 1;
        return row;
    }

    private void Probabilities(double[] row, Span<double> into)
    {
        var (most, sum) = (double.MinValue, 0.0);
        for (var c = 0; c < Classes; c++)
        {
            into[c] = 0;
            for (var i = 0; i < row.Length; i++) into[c] += _weights[c][i] * row[i];
            most = Math.Max(most, into[c]);
        }
        for (var c = 0; c < Classes; c++) sum += into[c] = Math.Exp(into[c] - most);
        for (var c = 0; c < Classes; c++) into[c] /= sum;
    }

    private void Step(double[][] rows, int[] classes)
    {
        var size = _columns.Length + 1;
        var gradients = new double[Classes][];
        var curvatures = new double[Classes][,];
        for (var c = 0; c < Classes; c++) (gradients[c], curvatures[c]) = (new double[size], new double[size, size]);
        Span<double> p = stackalloc double[Classes];
        for (var n = 0; n < rows.Length; n++)
        {
            var row = rows[n];
            Probabilities(row, p);
            for (var c = 0; c < Classes; c++)
            {
                var (error, weight) = ((classes[n] == c ? 1 : 0) - p[c], p[c] * (1 - p[c]));
                for (var i = 0; i < size; i++)
                {
                    gradients[c][i] += error * row[i];
                    for (var j = 0; j <= i; j++) curvatures[c][i, j] += weight * row[i] * row[j];
                }
            }
        }
        for (var c = 0; c < Classes; c++) Move(_weights[c], gradients[c], curvatures[c], rows.Length);
    }

    private static void Move(double[] weights, double[] gradient, double[,] curvature, int count)
    {
        for (var i = 0; i < weights.Length; i++)
        {
            gradient[i] = gradient[i] / count - Ridge * weights[i];
            for (var j = 0; j <= i; j++) curvature[i, j] = curvature[j, i] = curvature[i, j] / count;
            curvature[i, i] += Ridge;
        }
        var root = SymmetricMatrix.Root(curvature);
        var step = SymmetricMatrix.Solve(root, gradient);
        for (var i = 0; i < weights.Length; i++) weights[i] += Damping * step[i];
    }
}
