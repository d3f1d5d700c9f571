using System.Globalization;
using System.Text;
using Streaming.Core.Simulation;

namespace Streaming.Training.Realism;

/// <summary>Writes fitted numbers as the source files the simulator is built from.</summary>
internal static class ParameterText
{
    private const int Loadings = 14;

    public static string BandPowers(BandPowerStatistics fit, int recordings)
    {
        var text = new StringBuilder();
        var (loadings, residuals) = Factors(fit.Between);
        text.Append(CultureInfo.InvariantCulture, $$"""
            namespace Streaming.Core.Simulation;

            /// <summary>Statistics of the logarithmic band powers of real sleep EEG, by stage.</summary>
            /// <remarks>
            /// Written by <c>Streaming.Training -- realism --fit</c> from {{recordings}} Sleep-EDF cassette nights (Kemp et al. 2000,
            /// Goldberger et al. 2000; ODC-By), wake out of bed left out; see docs/simulation.md. Ten values everywhere: natural log of mean power density in delta 0.5-4, theta 4-8,
            /// alpha 8-12, sigma 12-16 and beta 16-30 Hz, first of Fpz-Cz, then of Pz-Oz, relative to the recording's own variance (and one constant).
            /// Roots of covariances are lower triangles, row by row.
            /// </remarks>
            internal static class SleepEdfBandPowers
            {
                public const int Bands = 5;

                public const int Values = 10;

                /// <summary>Memory of the slow part of a deviation from one epoch to the next.</summary>
                public const double SlowMemory = {{BandPowerStatistics.SlowMemory}};


            """);
        Table(text, "StageMeans", "Mean over recordings of the recording's mean, by stage.", fit.Means);
        Table(text, "RecordingLoadings", "Recordings about that mean, [stage · 10 + value]: what a few independent factors add.", loadings);
        Table(text, "RecordingResiduals", "Deviation the factors leave, by stage.", residuals);
        Table(text, "SlowRoots", "Epochs about their recording's mean, by stage: the part that lasts.", fit.Slow.Select(Triangle));
        Table(text, "FastRoots", "Epochs about their recording's mean, by stage: the rest.", fit.Fast.Select(Triangle));
        text.Length -= Environment.NewLine.Length;
        return text.Append('}').AppendLine().ToString();
    }

    /// <summary>What must be planned differently from what is wanted, because waves, chance and recording add to it.</summary>
    public static string Offsets(BandSpread real, BandSpread simulated, BandPowerStatistics fit)
    {
        var text = new StringBuilder("""
            namespace Streaming.Core.Simulation;

            /// <summary>What is planned differently from what is wanted, because waves, chance, artefacts and scoring add to it.</summary>
            /// <remarks>Written by <c>Streaming.Training -- realism --fit</c>: the values before plus real minus simulated; repeated until they
            /// stay, then N3 smoothed by hand.</remarks>
            internal static class SimulationOffsets
            {

            """);
        double[][] Of(Func<int, int, double> of) =>
            [.. Enumerable.Range(0, BandPowerStatistics.Stages).Select(s => Enumerable.Range(0, BandPowerStatistics.Values).Select(v => of(s, v)).ToArray())];
        Table(text, "Means", "Added to the stage means, as SleepEdfBandPowers.StageMeans.", Of((s, v) =>
            Math.Clamp(SimulationOffsets.Means[s][v] + 0.8 * (real.Mean[s][v] - simulated.Mean[s][v]), -1.5, 1.5)));
        Table(text, "FastShares", "Of the fast deviations, the share that is planned.", Of((s, v) => Shares(real, simulated, fit, s, v).Fast));
        Table(text, "SlowShares", "Of the slow deviations, the share that is planned.", Of((s, v) => Shares(real, simulated, fit, s, v).Slow));
        text.Length -= Environment.NewLine.Length;
        return text.Append('}').AppendLine().ToString();
    }

    // The fast part gives way first; the slow one only when nothing is left of it.
    private static (double Fast, double Slow) Shares(BandSpread real, BandSpread simulated, BandPowerStatistics fit, int stage, int value)
    {
        const double Least = 0.02;
        var (fast, slow) = (SimulationOffsets.FastShares[stage][value], SimulationOffsets.SlowShares[stage][value]);
        var missing = 0.8 * (Square(real.Within[stage][value]) - Square(simulated.Within[stage][value]));
        var restored = missing > 0 ? Math.Min(missing / fit.Slow[stage][value, value], 1 - slow * slow) : 0;
        missing -= restored * fit.Slow[stage][value, value];
        var wanted = fast * fast + missing / fit.Fast[stage][value, value];
        var kept = Math.Clamp(wanted, Least, 1.2);
        var excess = Math.Max(0, kept - wanted) * fit.Fast[stage][value, value] / fit.Slow[stage][value, value];
        return (Math.Sqrt(kept), Math.Sqrt(Math.Clamp(slow * slow + restored - (wanted < Least ? excess : 0), 0.25, 1)));
    }

    private static double Square(double x) => x * x;

    public static string Transitions(int[] perMille)
    {
        var text = new StringBuilder("""
            namespace Streaming.Core.Simulation;

            /// <summary>How often which stage follows in which situation.</summary>
            /// <remarks>Written by <c>Streaming.Training -- realism --fit</c> from the hypnograms of the Sleep-EDF cassette nights
            /// (ODC-By); see docs/simulation.md.</remarks>
            internal static class SleepEdfTransitions
            {
                /// <summary>Per mille, [<see cref="SleepContext.Number"/> · 5 + next stage].</summary>
                public static readonly short[] PerMille =
                [

            """);
        foreach (var row in perMille.Chunk(25)) text.Append("        ").AppendJoin(", ", row.Select(Text)).AppendLine(",");
        return text.AppendLine("    ];").AppendLine("}").ToString();
    }

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture);

    private static (double[][] Loadings, double[][] Residuals) Factors(double[,] between)
    {
        var (values, vectors) = SymmetricMatrix.Eigen(between);
        var n = values.Length;
        var loadings = Enumerable.Range(0, n).Select(i =>
            Enumerable.Range(0, Loadings).Select(k => Math.Sqrt(Math.Max(0, values[k])) * vectors[i, k]).ToArray()).ToArray();
        var residuals = Enumerable.Range(0, n).Select(i => Math.Sqrt(Math.Max(0, between[i, i] - loadings[i].Sum(x => x * x))));
        return (loadings, [.. residuals.Chunk(BandPowerStatistics.Values)]);
    }

    private static double[] Triangle(double[,] covariance)
    {
        var root = SymmetricMatrix.Root(covariance);
        return [.. from i in Enumerable.Range(0, BandPowerStatistics.Values) from j in Enumerable.Range(0, i + 1) select root[i, j]];
    }

    private static void Table(StringBuilder text, string name, string summary, IEnumerable<double[]> rows)
    {
        text.AppendLine(CultureInfo.InvariantCulture, $"    /// <summary>{summary}</summary>");
        text.AppendLine(CultureInfo.InvariantCulture, $"    public static readonly double[][] {name} =").AppendLine("    [");
        foreach (var row in rows)
        {
            var lines = row.Chunk(19).Select(part => string.Join(", ", part.Select(x => x.ToString("f2", CultureInfo.InvariantCulture)))).ToArray();
            text.AppendLine(lines.Length == 1 ? $"        [{lines[0]}]," : $"        [\n            {string.Join(",\n            ", lines)},\n        ],");
        }
        text.AppendLine("    ];").AppendLine();
    }
}
