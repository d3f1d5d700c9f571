using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Realism;

/// <summary>Draws a real night, of which stages and band powers are all that is known, as signals that have these powers.</summary>
/// <remarks>Waves, chance and movements add to what is planned; so the night is drawn and measured, as the real one was, and planned anew by what it missed,
/// epoch by epoch, until its band powers are the real ones'.</remarks>
internal sealed class DrawnNight
{
    private const int Rounds = 3;
    private const double MostAtOnce = 1.5; // of a correction, natural log: what a movement hides cannot be mended
    private const double MostInAll = 3;
    private const int Values = BandPowerNight.EegFeatures;
    private static readonly double[] BandwidthsHz = [3.5, 4, 4, 4, 14];
    private static readonly NightSimulatorOptions Measured = new() { Layout = SimulatedLayout.SleepEdf, RateHz = 100 };

    private readonly Stage[] _waves;
    private readonly ulong _seed;
    private readonly double[][] _planned;

    /// <param name="night">Unscored epochs between its own are drawn like the one before them.</param>
    /// <param name="waves">By epoch of the night: what waves are planned by.</param>
    /// <param name="seed">Of all that the night does not say.</param>
    public DrawnNight(BandPowerNight night, IReadOnlyList<Stage> waves, ulong seed)
    {
        var at = Grid(night);
        (_waves, _seed) = ([.. at.Select(number => waves[number])], seed);
        Stages = [.. at.Select((number, epoch) => night.Epochs[number] - night.Epochs[0] == epoch ? night.Stages[number] : (Stage?)null)];
        var wanted = InUnits([.. at.Select(number => night.Values[number])]);
        _planned = [.. wanted.Select(row => row.ToArray())];
        for (var round = 0; round < Rounds; round++) Correct(wanted);
    }

    /// <summary>By epoch drawn: the scorer's; null where there was none.</summary>
    public Stage?[] Stages { get; }

    /// <summary>On a recorder; the sleeper and every wave are the same on each.</summary>
    /// <param name="recorder">Epochs, artefacts and what to follow are this night's: neither sweat nor loose leads, which were not in what was measured.</param>
    public SimulatedNight On(NightSimulatorOptions recorder) =>
        new NightSimulator(recorder with { Follow = new FollowedNight(_waves, _planned), ArtefactsPerHour = 0 }, _seed)
        .Simulate(new Guid((int)_seed, 0, 0, BitConverter.GetBytes(_seed)), DateTimeOffset.UnixEpoch);

    /// <summary>On a recorder like the real ones' (Fpz-Cz, Pz-Oz, horizontal EOG at 100 Hz), a well-kept one.</summary>
    public SimulatedNight AsRecorded() => On(Measured);

    private void Correct(double[][] wanted)
    {
        var drawn = SimulatedBandPowers.Measure(AsRecorded(), _waves, "").Values;
        for (var epoch = 0; epoch < _planned.Length; epoch++)
            for (var value = 0; value < Values; value++)
            {
                var missed = Math.Clamp(wanted[epoch][value] - drawn[epoch][value], -MostAtOnce, MostAtOnce);
                _planned[epoch][value] = Math.Clamp(_planned[epoch][value] + missed, wanted[epoch][value] - MostInAll, wanted[epoch][value] + MostInAll);
            }
    }

    // Which of the night's epochs stands at each place of its grid.
    private static int[] Grid(BandPowerNight night)
    {
        var at = new int[night.Epochs[^1] - night.Epochs[0] + 1];
        for (var (place, number) = (0, 0); place < at.Length; place++)
        {
            if (number + 1 < night.Epochs.Length && night.Epochs[number + 1] - night.Epochs[0] <= place) number++;
            at[place] = number;
        }
        return at;
    }

    // The data's unknown constant per channel goes: mean power of each channel over the night becomes 1, as its z-score has it.
    private static double[][] InUnits(double[][] rows)
    {
        var shift = new double[Values];
        for (var first = 0; first < Values; first += BandPowerNight.Bands)
        {
            var total = rows.Average(row => Enumerable.Range(0, BandPowerNight.Bands).Sum(band => Math.Exp(row[first + band]) * BandwidthsHz[band]));
            shift.AsSpan(first, BandPowerNight.Bands).Fill(Math.Log(total));
        }
        return [.. rows.Select(row => row.Take(Values).Select((x, value) => x - shift[value]).ToArray())];
    }
}
