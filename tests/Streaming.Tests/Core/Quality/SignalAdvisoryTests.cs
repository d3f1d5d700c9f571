using Streaming.Core.Quality;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Windowing;
using Xunit;

namespace Streaming.Tests.Core.Quality;

/// <summary>What lasts is told once, at its place, the same live, in replay and across restarts.</summary>
public sealed class SignalAdvisoryTests
{
    private static readonly InjectedFault[] s_faults =
    [
        new(DamagedNight.Central, SignalFault.Flat, 300, 425, 0), new(0, SignalFault.Hum, 200, 600, 20), new(2, SignalFault.Missing, 400, 520, 0),
        new(3, SignalFault.Pops, 240, 500, 300), new(4, SignalFault.Disconnected, 700, 770, 5),
    ];

    [Fact]
    public void A_fault_that_lasts_is_told_when_it_begins_and_when_it_is_over_and_not_in_between()
    {
        var night = new DamagedNight(40, 31, s_faults);
        var told = night.Epochs().SelectMany(epoch => epoch.SignalAdvisories).ToList();
        var flat = told.Where(advisory => advisory.Fault == SignalFault.Flat).ToList();
        Assert.Equal(2, flat.Count);
        Assert.Equal((new Rational(300), (Rational?)null), (flat[0].OnsetSeconds, flat[0].EndSeconds));
        // The last epoch of which five seconds or more were flat ends at 450 s.
        Assert.Equal((new Rational(300), (Rational?)450), (flat[1].OnsetSeconds, flat[1].EndSeconds));
        Assert.All(s_faults, fault => Assert.Single(told, advisory =>
            advisory.Channel == fault.Channel && advisory.Fault == fault.Fault && advisory.EndSeconds is null
            && Math.Abs((double)advisory.OnsetSeconds - fault.FromSecond) <= 30));
        Assert.Equal(s_faults.Length, told.Count(advisory => advisory.EndSeconds is null));
    }

    [Fact]
    public void What_comes_and_goes_is_told_once_in_a_while_and_not_each_time()
    {
        var flapping = Enumerable.Range(0, 40).Select(n => new InjectedFault(0, SignalFault.Hum, 60 + n * 60, 60 + n * 60 + 30, 20)).ToArray();
        var told = new DamagedNight(90, 32, flapping).Epochs().SelectMany(epoch => epoch.SignalAdvisories);
        Assert.InRange(told.Count(advisory => advisory.EndSeconds is null), 0, 1);
    }

    [Fact]
    public void A_bed_that_sends_nothing_is_not_told_lead_by_lead()
    {
        var all = Enumerable.Range(0, 7).Select(channel => new InjectedFault(channel, SignalFault.Missing, 120, 240, 0)).ToArray();
        var night = new DamagedNight(12, 33, all);
        var epochs = night.Epochs();
        Assert.Empty(epochs.SelectMany(epoch => epoch.SignalAdvisories));
        Assert.All(epochs.Where(epoch => epoch.Number is >= 4 and < 8), epoch => Assert.NotNull(epoch.UnscorableReason));
    }

    [Fact]
    public void Qualities_and_advisories_are_the_same_however_samples_travel()
    {
        var night = new DamagedNight(30, 34, s_faults);
        var expected = DamagedNight.Said(night.Epochs()).ToList();
        var random = new Random(5);
        var shuffled = night.Blocks.Select((block, n) => (block, at: n + 4 * random.NextDouble()))
            .Concat(night.Blocks.Where((_, n) => n % 7 == 0).Select((block, n) => (block, at: 7 * n + 3.0)))
            .OrderBy(pair => pair.at).Select(pair => pair.block);
        Assert.Equal(expected, DamagedNight.Said(night.Epochs(night.Session(), shuffled, 0)));
    }

    [Fact]
    public void Qualities_and_advisories_go_on_identically_from_any_stored_epoch()
    {
        var night = new DamagedNight(30, 35, s_faults);
        var expected = night.Epochs();
        foreach (var epoch in expected.Where(epoch => epoch.Number % 4 == 1))
        {
            var session = BedSession.Restore(
                night.Study, Montage.Resolve(night.Study), RenderSpecs.Lossless100.Signal, new BedSessionOptions(), epoch.StateAfter);
            var rest = night.Epochs(session, night.Blocks.Skip((int)epoch.ResumeOffset), epoch.ResumeOffset);
            Assert.Equal(DamagedNight.Said(expected.Skip((int)epoch.Number + 1)), DamagedNight.Said(rest));
            foreach (var (one, other) in expected.Skip((int)epoch.Number + 1).Zip(rest)) Assert.Equal(one.StateAfter, other.StateAfter);
        }
    }
}
