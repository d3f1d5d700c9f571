using Streaming.Core.Hypnogram;
using Streaming.Core.Novelty;
using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Training.Evaluation;

/// <summary>Learns from validation nights what ordinary rows and answers look like, so that others can be flagged.</summary>
internal static class NoveltyFit
{
    private const double GainRange = 2.5; // recorders are trained on from ×0.4 to ×2.5 (DESIGN, section 6): a night shows one of these gains
    private const double PeopleRange = 1.5; // a few validation nights show less of how people differ than there is
    private const double OtherPeople = 1.4; // the same, of shapes and answers
    private const double UsualShare = 0.99;
    private const double UnflaggedShare = 0.995;
    private const double RareShare = 0.005;
    private const int FewEpochs = 30;

    /// <param name="nights">Read with shapes, under every choice of rows that is ordinary.</param>
    /// <returns>Null where there are too few epochs to say what is ordinary.</returns>
    public static NoveltySpec? Of(IReadOnlyList<ReadNight> nights)
    {
        var answers = nights.SelectMany(night => night.Evidence.Zip(night.Truth))
            .Where(epoch => epoch.First.Logits is not null && Core.Hypnogram.Hypnogram.IsScored(epoch.Second))
            .Select(epoch => (Stage: (int)epoch.Second!.Value, Numbers: Network(epoch.First.Logits!))).ToArray();
        if (answers.Length < FewEpochs) return null;
        var spec = new NoveltySpec
        {
            Brain = Rows(nights, DerivationRow.Frontal, DerivationRow.Central, DerivationRow.Occipital),
            Eyes = Rows(nights, DerivationRow.LeftEye, DerivationRow.RightEye),
            Chin = Rows(nights, DerivationRow.Chin),
            Network = Reference(answers),
            Limit = 1,
        };
        var worst = nights.SelectMany(night => night.Evidence).Where(epoch => epoch.Logits is not null).Select(epoch => Worst(spec, epoch));
        return spec with { Limit = Math.Max(1, Math.Round(OtherPeople * Quantile(worst, UnflaggedShare), 4)) };
    }

    /// <summary>Ordinary numbers about the centre of each stage. A stage that is rare takes the centre of all.</summary>
    public static NoveltyReference Reference(IReadOnlyList<(int Stage, double[] Numbers)> ordinary)
    {
        var all = Mean([.. ordinary.Select(epoch => epoch.Numbers)]);
        double[][] centres = [.. Enumerable.Range(0, SmootherSpec.Classes).Select(stage =>
            ordinary.Where(epoch => epoch.Stage == stage).Select(epoch => epoch.Numbers).ToArray() is { Length: >= FewEpochs } own ? Mean(own) : all)];
        var covariance = new double[all.Length][];
        for (var i = 0; i < all.Length; i++)
            covariance[i] = [.. Enumerable.Range(0, all.Length).Select(j => ordinary.Average(epoch =>
                (epoch.Numbers[i] - centres[epoch.Stage][i]) * (epoch.Numbers[j] - centres[epoch.Stage][j])))];
        for (var i = 0; i < all.Length; i++) covariance[i][i] = 1.01 * covariance[i][i] + 1e-4; // a little ridge: some numbers go together
        var reference = new NoveltyReference(Rounded(centres), Rounded(Inverse(covariance)), 1);
        var usual = Quantile(ordinary.Select(epoch => reference.Distance(epoch.Numbers, out _)), UsualShare);
        return reference with { Usual = Math.Max(1e-3, Math.Round(usual, 6)) };
    }

    private static NoveltyRows? Rows(IReadOnlyList<ReadNight> nights, params DerivationRow[] rows)
    {
        var shapes = new List<(int Stage, double[] Numbers)>();
        var (centres, scales, residuals) = (new List<double>(), new List<double>(), new List<double>());
        foreach (var night in nights)
            foreach (var row in rows)
            {
                var there = night.Evidence.Zip(night.Truth).Where(epoch => epoch.First.Shapes?[(int)row] is not null).ToArray();
                if (there.Length == 0) continue;
                shapes.AddRange(there.Where(epoch => Core.Hypnogram.Hypnogram.IsScored(epoch.Second))
                    .Select(epoch => ((int)epoch.Second!.Value, epoch.First.Shapes![(int)row]!)));
                double[] own = [.. there.Select(epoch => Math.Log(epoch.First.ScalesMicrovolts![(int)row]))];
                centres.Add(Quantile(own, 0.5));
                scales.AddRange(own);
                residuals.AddRange(own.Select(scale => Math.Abs(scale - centres[^1])));
            }
        if (shapes.Count < FewEpochs) return null;
        var half = Math.Log(GainRange) + Math.Log(PeopleRange) + Quantile(residuals, UnflaggedShare);
        var centre = centres.Average();
        return new NoveltyRows(
            Reference(shapes),
            Math.Round(Math.Exp(Math.Min(centre - half, Quantile(scales, RareShare))), 4),
            Math.Round(Math.Exp(Math.Max(centre + half, Quantile(scales, UnflaggedShare))), 4));
    }

    // Of shapes and answer; scales have a range of their own.
    private static double Worst(NoveltySpec spec, EpochEvidence epoch)
    {
        var worst = spec.Network.Distance(Network(epoch.Logits!), out _);
        for (var row = 0; row < epoch.Shapes!.Length; row++)
        {
            if (epoch.Shapes[row] is not { } shape) continue;
            if (spec.Rows((DerivationRow)row) is not { } rows) continue;
            worst = Math.Max(worst, rows.Shape.Distance(shape, out _));
        }
        return worst;
    }

    private static double[] Network(float[] logits)
    {
        var numbers = new double[NoveltyMeter.NetworkNumbers];
        NoveltyMeter.Network(logits, numbers);
        return numbers;
    }

    private static double[] Mean(double[][] rows) =>
        [.. Enumerable.Range(0, rows[0].Length).Select(i => rows.Average(row => row[i]))];

    private static double[][] Rounded(double[][] rows) => [.. rows.Select(row => row.Select(value => Math.Round(value, 6)).ToArray())];

    private static double Quantile(IEnumerable<double> values, double share) => Spread.Quantile([.. values.Order()], share);

    // Gauss-Jordan; the matrix is positive definite, so no pivot is zero.
    private static double[][] Inverse(double[][] matrix)
    {
        var size = matrix.Length;
        double[][] work = [.. matrix.Select((row, i) => (double[])[.. row, .. Enumerable.Range(0, size).Select(j => i == j ? 1.0 : 0)])];
        for (var pivot = 0; pivot < size; pivot++)
        {
            var scale = work[pivot][pivot];
            for (var j = 0; j < 2 * size; j++) work[pivot][j] /= scale;
            for (var i = 0; i < size; i++)
            {
                if (i == pivot) continue;
                var factor = work[i][pivot];
                for (var j = 0; j < 2 * size; j++) work[i][j] -= factor * work[pivot][j];
            }
        }
        return [.. work.Select(row => row[size..])];
    }
}
