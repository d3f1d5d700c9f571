using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>Varies an epoch as recorders do: rows missing or in another's place, scale off, polarity swapped, noise added, slow rates, and seconds
/// lost, so that what a lost second does to the answer is what that second told.</summary>
/// <remarks>Reuses its buffers: draw the epoch it gives before asking for the next. Its events move with the rows.</remarks>
/// <param name="singleRow">Always one EEG, in the central row.</param>
internal sealed class EpochAugmenter(bool singleRow = false)
{
    private const int Rows = 6;
    private const int EegRows = 3;
    private const double SingleEegShare = 0.35;
    private const double FullShare = 0.25;
    private const double LossyShare = 0.4;
    private const double OtherOrgansLossyShare = 0.7;
    private const double SlowShare = 0.45;
    private const double EyesLostShare = 0.4; // beside single rows lost: slow waves reach the eyes' rows, and must be read where they come from

    private readonly float[][] _buffers = [.. Enumerable.Range(0, Rows).Select(_ => new float[Epoch.Samples])];
    private readonly float[]?[] _rows = new float[Rows][];
    private readonly double[] _scales = new double[Rows];
    private readonly byte[] _events = new byte[CellEvents.Count];
    private byte[]? _known;

    /// <summary>By cell of the epoch that was varied last.</summary>
    public ReadOnlySpan<byte> Events => _events;

    public Epoch Vary(LabelledEpoch labelled, SeededRandom random)
    {
        var epoch = labelled.Epoch;
        _known = labelled.Events;
        Array.Clear(_rows);
        Array.Clear(_scales);
        Array.Clear(_events);
        var style = random.NextDouble();
        if (singleRow) Take(epoch, AnyEeg(epoch, random), (int)DerivationRow.Central);
        else if (style < SingleEegShare) SingleEeg(epoch, random);
        else Several(epoch, random, keep: style < SingleEegShare + FullShare ? 1 : 0.65);
        Distort(random);
        if (random.Chance(SlowShare)) (labelled.Slow ?? SlowRecorder.Of([epoch])).Filter(_rows, _scales, random);
        if (random.Chance(LossyShare)) LoseCells(random);
        if (random.Chance(OtherOrgansLossyShare)) LoseOtherOrgans(random);
        return new Epoch
        {
            Number = epoch.Number,
            StartSeconds = epoch.StartSeconds,
            Rows = _rows,
            ScalesMicrovolts = _scales,
            Derivations = epoch.Derivations,
            Accounts = [],
        };
    }

    // One EEG, mostly in the central row, whatever it was recorded from: the electrode of a single channel is often only stated.
    private void SingleEeg(Epoch epoch, SeededRandom random)
    {
        var from = AnyEeg(epoch, random);
        var draw = random.NextDouble();
        Take(epoch, from, draw switch
        {
            < 0.5 => (int)DerivationRow.Central,
            < 0.7 => (int)DerivationRow.Frontal,
            < 0.8 => (int)DerivationRow.Occipital,
            _ => from,
        });
    }

    private void Several(Epoch epoch, SeededRandom random, double keep)
    {
        for (var row = 0; row < Rows; row++)
            if (random.NextDouble() < keep) Take(epoch, row, row);
        if (random.Chance(EyesLostShare)) Lose(DerivationRow.LeftEye, DerivationRow.RightEye);
        if (_rows.AsSpan(0, EegRows).IndexOfAnyExcept((float[]?)null) < 0) Take(epoch, AnyEeg(epoch, random), (int)DerivationRow.Central);
        var (a, b) = (random.Below(EegRows), random.Below(EegRows));
        if (!random.Chance(0.1)) return;
        (_rows[a], _rows[b]) = (_rows[b], _rows[a]);
        (_scales[a], _scales[b]) = (_scales[b], _scales[a]);
        for (var i = 0; i < Epoch.Seconds; i++)
            (_events[a * Epoch.Seconds + i], _events[b * Epoch.Seconds + i]) = (_events[b * Epoch.Seconds + i], _events[a * Epoch.Seconds + i]);
    }

    private void Lose(DerivationRow first, DerivationRow last)
    {
        for (var row = (int)first; row <= (int)last; row++)
        {
            (_rows[row], _scales[row]) = (null, 0);
            _events.AsSpan(row * Epoch.Seconds, Epoch.Seconds).Clear();
        }
    }

    private static int AnyEeg(Epoch epoch, SeededRandom random)
    {
        var first = random.Below(EegRows);
        for (var i = 0; i < EegRows; i++)
            if (epoch.Rows[(first + i) % EegRows] is not null) return (first + i) % EegRows;
        return Array.FindIndex([.. epoch.Rows], row => row is not null);
    }

    private void Take(Epoch epoch, int from, int to)
    {
        if (epoch.Rows[from] is not { } samples) return;
        samples.CopyTo(_buffers[to], 0);
        (_rows[to], _scales[to]) = (_buffers[to], epoch.ScalesMicrovolts[from]);
        _known?.AsSpan(from * Epoch.Seconds, Epoch.Seconds).CopyTo(_events.AsSpan(to * Epoch.Seconds));
    }

    // Single cells, or all rows of a second.
    private void LoseCells(SeededRandom random)
    {
        var (share, together) = (random.Between(0.01, 0.3), random.Chance(0.3));
        for (var second = 0; second < Epoch.Seconds; second++)
        {
            var all = together && random.Chance(share);
            for (var row = 0; row < Rows; row++)
            {
                if (together ? all : random.Chance(share)) LoseCell(row, second);
            }
        }
    }

    // Seconds of eyes and chin alone, few or nearly all of them, whatever the stage: the stage is told by the brain's rows too, and a hole in the others
    // must not weigh more than a wave.
    private void LoseOtherOrgans(SeededRandom random)
    {
        var share = random.Between(0.05, 0.9);
        for (var row = EegRows; row < Rows; row++)
            for (var second = 0; second < Epoch.Seconds; second++)
                if (random.Chance(share)) LoseCell(row, second);
    }

    private void LoseCell(int row, int second)
    {
        if (_rows[row] is not { } samples) return;
        samples.AsSpan(second * Epoch.RateHz, Epoch.RateHz).Fill(float.NaN);
        _events[row * Epoch.Seconds + second] = 0;
    }

    private void Distort(SeededRandom random)
    {
        var common = Math.Exp(random.Between(-0.3, 0.3));
        var eyes = random.Chance(0.2) ? -1 : 1;
        for (var row = 0; row < Rows; row++)
        {
            if (_rows[row] is not { } samples) continue;
            _scales[row] *= common * Math.Exp(0.08 * random.Normal());
            var sign = row >= EegRows ? eyes : random.Chance(0.15) ? -1 : 1;
            var noise = random.Chance(0.25) ? (float)(_scales[row] * random.Between(0.02, 0.12)) : 0;
            if (sign < 0)
                for (var i = 0; i < samples.Length; i++) samples[i] = -samples[i];
            if (noise > 0)
                for (var i = 0; i < samples.Length; i++) samples[i] += noise * random.Noise();
        }
    }
}
