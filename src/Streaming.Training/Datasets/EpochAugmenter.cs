using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;

namespace Streaming.Training.Datasets;

/// <summary>Varies an epoch as recorders do: rows missing or in another's place, scale off, polarity swapped, noise added.</summary>
/// <remarks>Reuses its buffers: draw the epoch it gives before asking for the next.</remarks>
/// <param name="singleRow">Always one EEG, in the central row.</param>
internal sealed class EpochAugmenter(bool singleRow = false)
{
    private const int Rows = 6;
    private const int EegRows = 3;
    private const double SingleEegShare = 0.35;
    private const double FullShare = 0.25;

    private readonly float[][] _buffers = [.. Enumerable.Range(0, Rows).Select(_ => new float[Epoch.Samples])];
    private readonly float[]?[] _rows = new float[Rows][];
    private readonly double[] _scales = new double[Rows];

    public Epoch Vary(Epoch epoch, SeededRandom random)
    {
        Array.Clear(_rows);
        Array.Clear(_scales);
        var style = random.NextDouble();
        if (singleRow) Take(epoch, AnyEeg(epoch, random), (int)DerivationRow.Central);
        else if (style < SingleEegShare) SingleEeg(epoch, random);
        else Several(epoch, random, keep: style < SingleEegShare + FullShare ? 1 : 0.65);
        Distort(random);
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
        if (_rows.AsSpan(0, EegRows).IndexOfAnyExcept((float[]?)null) < 0) Take(epoch, AnyEeg(epoch, random), (int)DerivationRow.Central);
        var (a, b) = (random.Below(EegRows), random.Below(EegRows));
        if (!random.Chance(0.1)) return;
        (_rows[a], _rows[b]) = (_rows[b], _rows[a]);
        (_scales[a], _scales[b]) = (_scales[b], _scales[a]);
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
