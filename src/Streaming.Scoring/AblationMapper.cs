using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Scoring;

/// <summary>Which second of which row the network's stage rests on: each cell is taken away in turn and the network asked again.</summary>
/// <remarks>Taken away means lost: the cell's samples become a hole, drawn as the renderer draws lost samples, so every preset and every network can
/// be asked. A flat line instead would be a claim ("nothing happened here"), which networks have learnt to read. One picture a run on every worker, as
/// everywhere. Safe to use from several threads.</remarks>
/// <param name="create">A stager for one worker.</param>
/// <param name="workers">Pictures read at the same time.</param>
public sealed class AblationMapper(Func<IStager> create, int workers)
{
    /// <summary>Rows × seconds.</summary>
    public const int Cells = 6 * Epoch.Seconds;

    /// <summary>How much of the stage's log-odds each cell carries, row-major [6 × 30]; 0 where the row is blank.</summary>
    /// <param name="epoch">Scorable.</param>
    /// <param name="stage">Whose odds.</param>
    /// <param name="cancellationToken">Looked at before every picture.</param>
    public float[] Map(Epoch epoch, Stage stage, CancellationToken cancellationToken)
    {
        var map = new float[Cells];
        int[][] cells = [.. Enumerable.Range(0, Cells).Where(cell => epoch.Rows[cell / Epoch.Seconds] is not null).Select(cell => (int[])[cell])];
        var weights = Weigh(epoch, stage, cells, cancellationToken);
        for (var i = 0; i < cells.Length; i++) map[cells[i][0]] = weights[i];
        return map;
    }

    /// <summary>How much of the stage's log-odds each set of cells carries, taken away together.</summary>
    /// <param name="epoch">Scorable.</param>
    /// <param name="stage">Whose odds.</param>
    /// <param name="sets">Cells, row-major.</param>
    /// <param name="cancellationToken">Looked at before every picture.</param>
    public float[] Weigh(Epoch epoch, Stage stage, IReadOnlyList<int[]> sets, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((int)stage, (int)Stage.R, nameof(stage));
        var odds = new double[sets.Count + 1]; // the first with nothing taken away
        var next = -1;
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, workers), CancellationToken = cancellationToken };
        Parallel.For(
            0, options.MaxDegreeOfParallelism, options,
            _ =>
            {
                using var scorer = new CellScorer(epoch, create());
                // Whoever is free takes the next: a slower core must not keep the others waiting.
                for (var i = Interlocked.Increment(ref next); i < odds.Length; i = Interlocked.Increment(ref next))
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    odds[i] = LogOdds(scorer.Without(i == 0 ? [] : sets[i - 1]), stage);
                }
            });
        return [.. odds.Skip(1).Select(left => (float)(odds[0] - left))];
    }

    /// <summary>The epoch with some cells lost.</summary>
    internal static Epoch Without(Epoch epoch, params ReadOnlySpan<int> cells)
    {
        var rows = epoch.Rows.ToArray();
        foreach (var cell in cells)
        {
            var row = cell / Epoch.Seconds;
            if (ReferenceEquals(rows[row], epoch.Rows[row])) rows[row] = (float[]?)epoch.Rows[row]?.Clone();
            rows[row]?.AsSpan(cell % Epoch.Seconds * Epoch.RateHz, Epoch.RateHz).Fill(float.NaN);
        }
        return new Epoch
        {
            Number = epoch.Number,
            StartSeconds = epoch.StartSeconds,
            Rows = rows,
            ScalesMicrovolts = epoch.ScalesMicrovolts,
            Derivations = epoch.Derivations,
            Accounts = epoch.Accounts,
        };
    }

    /// <summary>log(p / (1 − p)) of a stage by the network's softmax.</summary>
    internal static double LogOdds(ReadOnlySpan<float> logits, Stage stage)
    {
        var (highest, others) = (double.NegativeInfinity, 0.0);
        foreach (var logit in logits) highest = Math.Max(highest, logit);
        for (var other = 0; other < logits.Length; other++)
            if (other != (int)stage) others += ExactMath.Exp(logits[other] - highest);
        return logits[(int)stage] - highest - ExactMath.Log(others);
    }
}
