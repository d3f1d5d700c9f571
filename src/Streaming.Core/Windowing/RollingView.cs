using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>Draws the latest 30 s on a grid of hops from the epoch origin, out of the last closed epoch and copies of what is open.</summary>
internal sealed class RollingView
{
    private readonly Study _study;
    private readonly int _hopColumns;
    private long _lastHop = -1;

    public RollingView(Study study, double hopSeconds)
    {
        _study = study;
        _hopColumns = (int)Math.Round(hopSeconds * Epoch.RateHz);
    }

    /// <summary>Where the newest window ends, in columns after the origin; null where none is due, or it was drawn, or an epoch has said it.</summary>
    public long? Due(double furthestSeconds, long nextEpoch)
    {
        var columns = (furthestSeconds - (double)_study.EpochOriginSeconds) * Epoch.RateHz;
        var hop = (long)Math.Floor(columns / _hopColumns);
        var end = hop * _hopColumns;
        if (hop <= _lastHop || end < Epoch.Samples || end <= nextEpoch * Epoch.Samples) return null;
        return end;
    }

    /// <param name="end">From <see cref="Due"/>.</param>
    /// <param name="rows">Of the open epochs.</param>
    /// <param name="lastRows">Rows of the last closed epoch; null where it closed before a restart.</param>
    /// <param name="assembler">The open epochs.</param>
    /// <param name="derivations">By row.</param>
    /// <param name="spec">Limits.</param>
    public Epoch? Draw(
        long end, RowsAhead rows, float[]?[]? lastRows, EpochAssembler assembler, IReadOnlyList<Derivation?> derivations, SignalSpec spec)
    {
        _lastHop = end / _hopColumns;
        var start = end - Epoch.Samples;
        if (start < assembler.Next * Epoch.Samples && lastRows is null) return null;
        var verdict = new EpochVerdict(_study, spec);
        var (drawn, scales) = (new float[derivations.Count][], new double[derivations.Count]);
        for (var n = 0; n < derivations.Count; n++)
        {
            if (derivations[n] is not { } derivation) continue;
            var result = Row(rows, n, end, lastRows?[n], assembler);
            if (verdict.Admits(derivation, result)) (drawn[n], scales[n]) = (result.Samples, result.ScaleMicrovolts);
        }
        var startSeconds = _study.EpochOriginSeconds + new Rational(start, Epoch.RateHz);
        return new Epoch
        {
            Number = -1,
            StartSeconds = startSeconds,
            Rows = drawn,
            ScalesMicrovolts = scales,
            Derivations = derivations,
            Accounts = [],
            UnscorableReason = verdict.UnscorableReason,
            Quality = verdict.Quality,
            IsCalibrating = (double)startSeconds < spec.CalibrationSeconds,
            WindowLastIndex = LastIndex(end, derivations, assembler),
        };
    }

    private static RowResult Row(RowsAhead rows, int number, long end, float[]? lastRow, EpochAssembler assembler)
    {
        var (start, window) = (end - Epoch.Samples, new float[Epoch.Samples]);
        var next = assembler.Next * Epoch.Samples;
        if (start < next) lastRow.AsSpan((int)(start - next + Epoch.Samples)).CopyTo(window);
        var (scale, isFlat) = (0.0, true);
        if (end <= next + Epoch.Samples && rows.Extend(number, assembler.NextEpoch, (int)(end - next)) is { } known)
        {
            known.Samples.AsSpan(0, (int)(end - next)).CopyTo(window.AsSpan((int)(next - start)));
            return new RowResult(window, known.ScaleMicrovolts, (double)window.Count(float.IsNaN) / window.Length, known.IsFlat);
        }
        var row = rows.Copy(number);
        for (var epoch = assembler.Next; epoch * Epoch.Samples < end; epoch++)
        {
            var result = row.Process(assembler[epoch]);
            var (from, to) = (Math.Max(start, epoch * Epoch.Samples), Math.Min(end, (epoch + 1) * Epoch.Samples));
            if (from >= to) continue;
            result.Samples.AsSpan((int)(from - epoch * Epoch.Samples), (int)(to - from)).CopyTo(window.AsSpan((int)(from - start)));
            (scale, isFlat) = (result.ScaleMicrovolts, isFlat && result.IsFlat);
        }
        var lost = window.Count(float.IsNaN);
        return new RowResult(window, scale, (double)lost / window.Length, isFlat);
    }

    private static long LastIndex(long end, IReadOnlyList<Derivation?> derivations, EpochAssembler assembler)
    {
        var fastest = -1;
        foreach (var derivation in derivations)
        {
            if (derivation is null) continue;
            if (fastest < 0 || assembler.Grids[derivation.Positive].RateHz > assembler.Grids[fastest].RateHz) fastest = derivation.Positive;
        }
        return fastest < 0 ? -1 : assembler.Grids[fastest].FirstIndexAfter(0, end * 1000 / Epoch.RateHz) - 1;
    }
}
