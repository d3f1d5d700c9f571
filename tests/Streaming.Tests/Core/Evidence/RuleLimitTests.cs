using Streaming.Core.Evidence;
using Streaming.Core.Signals;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Evidence;

/// <summary>Each rule from where on it is cited, and what takes it back: just inside and just outside, under a montage that has everything.</summary>
public sealed class RuleLimitTests
{
    private static readonly Observed s_all = new(true, true, true, 2, true, true, true);

    [Fact]
    public void Wake_is_alpha_over_more_than_half_or_two_blinks_or_rapid_eyes_with_tone_that_is_known_not_to_be_low()
    {
        Assert.True(IsSaid(Quiet with { AlphaShare = 0.51 }, RuleIds.WakeAlpha, Stage.W));
        Assert.False(IsSaid(Quiet with { AlphaShare = 0.5 }, RuleIds.WakeAlpha, Stage.W));
        Assert.True(IsSaid(With(FindingKind.Blink, 3, 9), RuleIds.WakeBlinks, Stage.W));
        Assert.False(IsSaid(With(FindingKind.Blink, 3), RuleIds.WakeBlinks, Stage.W));
        Assert.True(IsSaid(With(FindingKind.RapidEyeMovement, 3) with { Chin = new ChinTone(3, 2, false) }, RuleIds.WakeEyes, Stage.W));
        Assert.False(IsSaid(With(FindingKind.RapidEyeMovement, 3) with { Chin = new ChinTone(3, 2, true) }, RuleIds.WakeEyes, Stage.W));
        Assert.False(IsSaid(With(FindingKind.RapidEyeMovement, 3) with { Chin = new ChinTone(3, 1.5, false) }, RuleIds.WakeEyes, Stage.W));
    }

    [Fact]
    public void Alpha_gives_way_only_in_who_has_shown_it_and_slowing_of_one_hertz_counts_against_own_wake()
    {
        var mixed = Quiet with { AlphaShare = 0.49, MixedShare = 0.51 };
        Assert.True(IsSaid(mixed with { Before = new NightContext(Stage.W, null, true, null) }, RuleIds.AlphaGivesWay, Stage.N1));
        Assert.False(IsSaid(mixed with { Before = new NightContext(Stage.W, null, false, null) }, RuleIds.AlphaGivesWay, Stage.N1));
        Assert.False(IsSaid(mixed with { Before = new NightContext(Stage.W, null, true, null), MixedShare = 0.5 }, RuleIds.AlphaGivesWay, Stage.N1));
        var slowed = Quiet with { Before = new NightContext(Stage.W, null, false, 10), OccipitalHz = 9 };
        Assert.True(IsSaid(slowed, RuleIds.NoAlphaGenerator, Stage.N1));
        Assert.False(IsSaid(slowed with { OccipitalHz = 9.1 }, RuleIds.NoAlphaGenerator, Stage.N1));
        Assert.False(IsSaid(slowed with { Before = new NightContext(Stage.W, null, true, 10) }, RuleIds.NoAlphaGenerator, Stage.N1));
        var vertex = With(FindingKind.VertexWave, 4);
        Assert.True(IsSaid(vertex, RuleIds.NoAlphaGenerator, Stage.N1));
        Assert.False(IsSaid(vertex with { Observed = s_all with { Occipital = false } }, RuleIds.NoAlphaGenerator, Stage.N1)); // who knows whether there is alpha
    }

    [Fact]
    public void A_spindle_counts_for_its_own_epoch_in_the_first_half_only()
    {
        Assert.True(IsSaid(With(FindingKind.Spindle, 14.9), RuleIds.SpindleOrKComplex, Stage.N2));
        Assert.False(IsSaid(With(FindingKind.Spindle, 15), RuleIds.SpindleOrKComplex, Stage.N2));
        Assert.True(IsSaid(Quiet with { Before = new NightContext(Stage.N2, FindingKind.Spindle, false, null) }, RuleIds.SpindleOrKComplex, Stage.N2));
    }

    [Fact]
    public void N2_goes_on_until_an_arousal_or_a_movement_over_more_than_half()
    {
        var after = Quiet with { Before = new NightContext(Stage.N2, null, false, null) };
        Assert.True(IsSaid(after, RuleIds.ContinuesN2, Stage.N2));
        Assert.True(IsSaid(after with { MovementShare = 0.5 }, RuleIds.ContinuesN2, Stage.N2));
        Assert.False(IsSaid(after with { MovementShare = 0.51 }, RuleIds.ContinuesN2, Stage.N2));
        Assert.False(IsSaid(after with { Events = Found(FindingKind.Arousal, 7) }, RuleIds.ContinuesN2, Stage.N2));
        Assert.False(IsSaid(Quiet with { Before = new NightContext(Stage.N1, null, false, null) }, RuleIds.ContinuesN2, Stage.N2));
    }

    [Fact]
    public void N3_is_slow_waves_over_a_fifth()
    {
        static EpochFindings Filled(double share) => Quiet with { Slow = new SlowActivity(DerivationRow.Frontal, 9, share, 120, true) };
        Assert.True(IsSaid(Filled(0.2), RuleIds.SlowWaves, Stage.N3));
        Assert.False(IsSaid(Filled(0.19), RuleIds.SlowWaves, Stage.N3));
        Assert.True(IsSaid(Filled(0.19), RuleIds.SlowWaves, Stage.N3, supports: false));
    }

    [Fact]
    public void R_begins_and_goes_on_by_its_own_signs_and_less_surely_while_tone_is_provisional()
    {
        var eyes = With(FindingKind.RapidEyeMovement, 3) with { MixedShare = 0.51, Chin = new ChinTone(3, 1.5, false) };
        Assert.Equal(0.9, Said(eyes, RuleIds.DefiniteR, Stage.R, true)!.Value.Strength);
        Assert.Equal(0.7, Said(eyes with { Chin = new ChinTone(3, 1.5, true) }, RuleIds.DefiniteR, Stage.R, true)!.Value.Strength);
        Assert.False(IsSaid(eyes with { MixedShare = 0.5 }, RuleIds.DefiniteR, Stage.R));
        Assert.False(IsSaid(eyes with { Chin = new ChinTone(3, 1.6, false) }, RuleIds.DefiniteR, Stage.R));

        var after = Quiet with { Before = new NightContext(Stage.R, null, false, null), Chin = new ChinTone(3, 1.5, false) };
        Assert.True(IsSaid(after, RuleIds.ContinuesR, Stage.R));
        Assert.False(IsSaid(after, RuleIds.DefiniteR, Stage.R, supports: false)); // none is needed to go on
        Assert.False(IsSaid(after with { AlphaShare = 0.51 }, RuleIds.ContinuesR, Stage.R));
        Assert.False(IsSaid(after with { Events = Found(FindingKind.Arousal, 7) }, RuleIds.ContinuesR, Stage.R));
        Assert.False(IsSaid(after with { Events = Found(FindingKind.Spindle, 20) }, RuleIds.ContinuesR, Stage.R));
        Assert.False(IsSaid(after with { Slow = new SlowActivity(DerivationRow.Frontal, 9, 0.2, 120, true) }, RuleIds.ContinuesR, Stage.R));
    }

    [Fact]
    public void A_major_movement_obscures_more_than_half_and_is_wake_with_alpha_or_after_wake()
    {
        var moved = Quiet with { MovementShare = 0.51, AlphaShare = 0.11 };
        Assert.True(IsSaid(moved, RuleIds.MajorBodyMovement, Stage.W));
        Assert.False(IsSaid(moved with { MovementShare = 0.5 }, RuleIds.MajorBodyMovement, Stage.W));
        Assert.False(IsSaid(moved with { AlphaShare = 0.1 }, RuleIds.MajorBodyMovement, Stage.W));
        Assert.True(IsSaid(moved with { AlphaShare = 0.1, Before = new NightContext(Stage.W, null, false, null) }, RuleIds.MajorBodyMovement, Stage.W));
    }

    private static EpochFindings Quiet => new() { Epoch = 2, StartSeconds = 60, Observed = s_all, Before = default, Events = [], MixedShare = 0.8 };

    private static EpochFindings With(FindingKind kind, params double[] seconds) => Quiet with { Events = Found(kind, seconds) };

    private static Finding[] Found(FindingKind kind, params double[] seconds) =>
        [.. seconds.Select(at => new Finding(kind, DerivationRow.Central, 60 + at, 0.7, 60, 0))];

    private static bool IsSaid(EpochFindings findings, string rule, Stage stage, bool supports = true) => Said(findings, rule, stage, supports) is not null;

    private static RuleEvidence? Said(EpochFindings findings, string rule, Stage stage, bool supports)
    {
        foreach (var entry in RuleBook.Read(findings))
            if (entry.Rule == rule && entry.Stage == stage && entry.Supports == supports) return entry;
        return null;
    }
}
