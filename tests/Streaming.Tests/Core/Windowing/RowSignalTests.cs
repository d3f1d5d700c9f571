using Streaming.Core.Signals;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Windowing;

public sealed class RowSignalTests
{
    public static TheoryData<long, long, long> Pairs => new()
    {
        { 200, 200, 1 }, { 256, 200, 1 }, { 100, 200, 1 }, { 100, 255999, 1000 }, { 50, 200, 1 },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_difference_of_equal_signals_is_nothing_whatever_their_rates(long positive, long numerator, long denominator)
    {
        Rational[] rates = [new(positive), new(numerator, denominator)];
        var result = Process(rates, (channel, time) => 1000 * Math.Sin(2 * Math.PI * 8 * time));
        Assert.InRange(result.Samples.Max(Math.Abs), 0, 0.3); // of 100 µV
    }

    [Fact]
    public void A_difference_subtracts_and_is_lost_where_either_is()
    {
        var result = Process([200, 256], (channel, time) => (channel == 0 ? 3000 : 1000) * Math.Sin(2 * Math.PI * 8 * time), lostFrom: 1000,
            lostTo: 1256);
        Assert.Equal(200, result.Samples[1000..].Max(), 4.0f);
        Assert.InRange(result.Samples.Count(float.IsNaN), 100, 102);
    }

    [Fact]
    public void Chin_rows_have_their_own_filter()
    {
        var brain = Process([200], (_, time) => 1000 * Math.Sin(2 * Math.PI * 2 * time));
        var chin = Process([200], (_, time) => 1000 * Math.Sin(2 * Math.PI * 2 * time), row: DerivationRow.Chin);
        Assert.Equal(100, brain.Samples.Max(), 3.0f);
        Assert.Equal(100 * 0.0384f, chin.Samples.Max(), 0.5f);
    }

    private static RowResult Process(
        Rational[] rates, Func<int, double, double> signal, int lostFrom = 0, int lostTo = 0, DerivationRow row = DerivationRow.Central)
    {
        var channels = rates.Select((rate, n) =>
            new Channel(n, $"{n}", ChannelKind.Eeg, "uV", rate, new("-3276.7", "3276.7", -32767, 32767))).ToArray();
        var study = new Study(Guid.Empty, DateTimeOffset.UnixEpoch, 0, channels);
        var derivation = new Derivation(row, "C4-M1", 0, rates.Length == 2 ? 1 : null, false);
        var (rowSignal, grids) = (new RowSignal(derivation, study, SignalSpecs.V1, new ResamplerSet()),
            channels.Select(one => new EpochGrid(0, one.RateHz)).ToArray());
        var result = default(RowResult);
        for (var number = 0; number < 2; number++)
        {
            var epoch = new OpenEpoch([.. channels.Select(_ => new Stack<(int[], bool[])>())]);
            epoch.Clear(number, grids);
            for (var n = 0; n < channels.Length; n++)
            {
                var (first, rate, channel) = (grids[n].FirstIndex(number), (double)rates[n], n);
                var samples = Enumerable.Range(0, grids[n].Count(number)).Select(i => (int)Math.Round(signal(channel, (first + i) / rate))).ToArray();
                var hasHole = number == 1 && n == 1 && lostTo > lostFrom;
                epoch[n].Place(0, samples.AsSpan(0, hasHole ? lostFrom : samples.Length), false);
                if (hasHole) epoch[n].Place(lostTo, samples.AsSpan(lostTo), false);
            }
            result = rowSignal.Close(epoch, null, null);
        }
        return result;
    }
}
