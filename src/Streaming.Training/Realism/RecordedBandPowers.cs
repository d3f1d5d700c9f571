using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Streaming.Training.Datasets;

namespace Streaming.Training.Realism;

/// <summary>Band powers of an imported night, from the rows that a bed would draw.</summary>
/// <param name="Epochs">Numbers of the epochs measured, ascending: those that kept every sample of the three rows.</param>
/// <param name="Values">By epoch measured, <see cref="BandPowerNight.Values"/>.</param>
/// <param name="Derivations">Of the two EEG rows and the eye's.</param>
internal sealed record RecordedBandPowers(long[] Epochs, double[][] Values, string[] Derivations)
{
    /// <summary>The first and the last EEG row that are filled, and an eye; null where there are no three such rows.</summary>
    public static int[]? Rows(Montage montage)
    {
        int[] filled = [.. Enumerable.Range(0, montage.Rows.Count).Where(row => montage.Rows[row] is not null)];
        int[] brain = [.. filled.Where(row => row <= (int)DerivationRow.Occipital)], eyes = [.. filled.Where(row => row is (int)DerivationRow.LeftEye or (int)DerivationRow.RightEye)];
        return brain.Length >= 2 && eyes.Length > 0 ? [brain[0], brain[^1], eyes[0]] : null;
    }

    /// <summary>Null where the night has not two EEG rows and an eye's, or no epoch of it kept all its samples.</summary>
    public static RecordedBandPowers? Of(StagedNight night, CancellationToken cancellationToken)
    {
        var montage = Montage.Resolve(night.Study);
        if (Rows(montage) is not { } rows) return null;
        var (epochs, spectra) = (new List<long>(), new List<double[][]>());
        foreach (var epoch in NightEpochs.Of(night, SignalSpecs.V1))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (epoch.UnscorableReason is not null || !rows.All(row => IsWhole(epoch, row))) continue;
            epochs.Add(epoch.Number);
            spectra.Add(BandPowerMeter.Spectra([.. rows.Select(row => epoch.Rows[row]!)]));
        }
        return epochs.Count == 0 ? null : new([.. epochs], BandPowerMeter.Values(spectra), [.. rows.Select(row => montage.Rows[row]!.Name)]);
    }

    private static bool IsWhole(Epoch epoch, int row) => epoch.Rows[row] is { } samples && !samples.AsSpan().ContainsAnyExceptInRange(float.MinValue, float.MaxValue);
}
