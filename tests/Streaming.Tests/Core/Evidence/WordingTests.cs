using Streaming.Core.Evidence;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Evidence;

/// <summary>Every wording, under every montage, against what may be cited when.</summary>
public sealed class WordingTests
{
    // A word that may be said only where something was observed, unless the same clause says that it was not.
    private static readonly (string Word, Func<Observed, bool> May)[] Words =
    [
        ("µV", observed => observed.Microvolts),
        ("alpha", observed => observed.Occipital),
        ("occipital", observed => observed.Occipital),
        ("slowed", observed => observed.Occipital),
        ("eye movement", observed => observed.EyeRows == 2),
        ("blink", observed => observed.EyeRows == 2),
        ("deflection", observed => observed.EyeRows == 1),
        ("tone", observed => observed.Chin),
        ("vertex", observed => observed.Central),
        ("sawtooth", observed => observed.Central),
        ("no spindle", observed => observed.Frontal || observed.Central),
        ("spindle", observed => observed.Eeg),
        ("slow activity", observed => observed.Eeg),
        ("slow waves", observed => observed.Microvolts),
    ];

    private static readonly Dictionary<string, Func<Observed, bool>> Rules = new()
    {
        [RuleIds.WakeAlpha] = observed => observed.Occipital,
        [RuleIds.WakeBlinks] = observed => observed.EyeRows == 2,
        [RuleIds.WakeEyes] = observed => observed is { EyeRows: 2, Chin: true },
        [RuleIds.AlphaGivesWay] = observed => observed.Occipital,
        [RuleIds.NoAlphaGenerator] = observed => observed.Occipital,
        [RuleIds.SpindleOrKComplex] = observed => observed.Eeg,
        [RuleIds.ContinuesN2] = observed => observed.Eeg,
        [RuleIds.SlowWaves] = observed => observed is { FrontalMastoid: true, TrustedGain: true },
        [RuleIds.DefiniteR] = observed => observed is { Chin: true, Eeg: true }, // against R one of its parts is enough; see below
        [RuleIds.ContinuesR] = observed => observed is { Chin: true, Eeg: true },
        [RuleIds.MajorBodyMovement] = _ => true,
        [RuleIds.Support] = _ => true,
    };

    [Fact]
    public void Nothing_is_said_of_what_was_not_observed_under_any_montage()
    {
        var random = new SeededRandom(4, 1);
        var seen = new HashSet<string>();
        foreach (var observed in EpochFindingsSamples.Montages())
            for (var i = 0; i < 50; i++)
                foreach (var entry in RuleBook.Read(EpochFindingsSamples.Random(observed, random)))
                {
                    Assert.True(Rules[entry.Rule](observed), $"{entry.Rule} under {observed}: {entry.Text}");
                    Assert.Null(Fault(entry.Text, observed));
                    Assert.InRange(entry.Strength, 0, 1);
                    seen.Add($"{entry.Rule} {entry.Stage} {entry.Supports}");
                }
        Assert.Superset(Rules.Keys.ToHashSet(), seen.Select(entry => entry.Split(' ')[0]).ToHashSet());
    }

    [Fact]
    public void Definite_R_is_cited_for_it_only_with_EEG_chin_and_eyes_and_against_it_by_the_part_that_was_observed()
    {
        var random = new SeededRandom(5, 1);
        var (cited, met) = (0, 0);
        foreach (var observed in EpochFindingsSamples.Montages())
            for (var i = 0; i < 50; i++)
                foreach (var entry in RuleBook.Read(EpochFindingsSamples.Random(observed, random)).Where(entry => entry.Rule == RuleIds.DefiniteR))
                {
                    cited++;
                    Assert.True(observed is { Eeg: true, Chin: true }, $"{entry.Text} under {observed}");
                    Assert.True(observed.EyeRows > 0 || (!entry.Supports && entry.Text.StartsWith("chin tone", StringComparison.Ordinal)), $"{entry.Text} under {observed}");
                    if (entry.Supports) Assert.Contains(observed.EyeRows == 2 ? "rapid eye movement" : "in the one EOG", entry.Text, StringComparison.Ordinal);
                    met += entry.Supports ? 1 : 0;
                }
        Assert.True(met > 10 && cited > met, $"{met} of {cited}");
    }

    [Fact]
    public void Sentences_say_what_was_not_observed_and_never_speak_of_attention()
    {
        var random = new SeededRandom(6, 1);
        foreach (var observed in EpochFindingsSamples.Montages().Where(observed => observed.Eeg || observed.EyeRows > 0))
            for (var i = 0; i < 30; i++)
            {
                float[] probabilities = [.. Enumerable.Range(0, 5).Select(_ => (float)random.NextDouble())];
                var stage = (Stage)Array.IndexOf(probabilities, probabilities.Max());
                var decision = new StageDecision(2, Streaming.Core.Staging.Revision.Final, stage, probabilities, 0);
                var reason = Explainer.Explain(decision, RuleBook.Read(EpochFindingsSamples.Random(observed, random)), observed);
                Assert.EndsWith(".", reason.Sentence, StringComparison.Ordinal);
                Assert.DoesNotContain("attention", reason.Sentence, StringComparison.OrdinalIgnoreCase);
                Assert.All(reason.Sentence.Split([';', ':']), clause => Assert.Null(Fault(clause, observed)));
            }
    }

    [Fact]
    public void A_single_EEG_says_what_it_cannot_know_of_REM()
    {
        var entries = RuleBook.Read(Quiet(new Observed(false, true, false, 0, false, false, true)));

        Assert.Contains(entries, entry => entry is { Stage: Stage.R, Supports: true, Text: "REM-like EEG; tone and eyes not observed" });
        Assert.DoesNotContain(entries, entry => entry.Stage == Stage.R && entry.Rule != RuleIds.Support);
    }

    [Fact]
    public void Slow_waves_are_cited_in_microvolts_only_frontally_against_a_mastoid_with_a_trusted_gain()
    {
        string Text(bool mastoid, bool trusted)
        {
            var observed = new Observed(true, true, true, 2, true, mastoid, trusted);
            var findings = Quiet(observed) with { Slow = new SlowActivity(Streaming.Core.Signals.DerivationRow.Frontal, 9, 0.31, 120, observed.Microvolts) };
            var entry = RuleBook.Read(findings).First(entry => entry is { Stage: Stage.N3, Supports: true });
            return $"{entry.Rule}: {entry.Text}";
        }

        Assert.Equal("N3.1: slow waves above 75 µV fill 31 % of the epoch (frontal)", Text(mastoid: true, trusted: true));
        Assert.Equal("support: slow activity high relative to this recording, 31 % of the epoch (frontal)", Text(mastoid: true, trusted: false));
        Assert.Equal("support: slow activity high relative to this recording, 31 % of the epoch (frontal)", Text(mastoid: false, trusted: true));
    }

    [Fact]
    public void A_sure_N3_without_slow_waves_is_contradicted_and_a_hesitant_one_is_not()
    {
        var observed = new Observed(true, true, true, 2, true, true, true);
        var evidence = RuleBook.Read(Quiet(observed) with { Slow = new SlowActivity(Streaming.Core.Signals.DerivationRow.Frontal, 2, 0.08, 80, true) });
        Reason Explain(float confidence) => Explainer.Explain(
            new StageDecision(2, Streaming.Core.Staging.Revision.Final, Stage.N3, [0, 0, 1 - confidence, confidence, 0], 0), evidence, observed);

        Assert.StartsWith("N3 at 0.91, yet slow waves above 75 µV fill only 8 % of the epoch (frontal)", Explain(0.91f).Sentence, StringComparison.Ordinal);
        Assert.True(Explain(0.91f).IsContradicted);
        Assert.False(Explain(0.55f).IsContradicted);
    }

    [Theory]
    [InlineData(Stage.W)]
    [InlineData(Stage.N1)]
    [InlineData(Stage.R)]
    public void One_spindle_does_not_contradict_a_sure_stage_and_two_do(Stage stage)
    {
        Finding Spindle(double at) => new(FindingKind.Spindle, Streaming.Core.Signals.DerivationRow.Central, 60 + at, 0.7, 30, 13);
        Reason Explain(params Finding[] found) => Sure(stage, Quiet(All) with { Events = found, MixedShare = 0.45 });

        Assert.False(Explain(Spindle(7)).IsContradicted);
        Assert.Contains("against it, a spindle at second 7", Explain(Spindle(7)).Sentence, StringComparison.Ordinal);
        Assert.True(Explain(Spindle(7), Spindle(21)).IsContradicted);
    }

    [Theory]
    [InlineData(Stage.N1)]
    [InlineData(Stage.R)]
    public void Alpha_over_a_little_more_than_half_does_not_contradict_a_sure_stage_and_alpha_nearly_throughout_does(Stage stage)
    {
        Reason Explain(double alpha) => Sure(stage, Quiet(All) with { AlphaShare = alpha, MixedShare = 0.45 });

        Assert.False(Explain(0.6).IsContradicted);
        Assert.Contains("against it, alpha fills 60 % of the epoch", Explain(0.6).Sentence, StringComparison.Ordinal);
        Assert.True(Explain(0.9).IsContradicted);
        Assert.StartsWith($"{stage} at 0.95, yet alpha fills 90 % of the epoch", Explain(0.9).Sentence, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(Stage.W, 0.6)]
    [InlineData(Stage.N2, 0.6)]
    [InlineData(Stage.N3, 0.01)]
    public void What_is_no_rule_speaks_against_a_stage_and_never_contradicts_it(Stage stage, double slow)
    {
        var relative = new SlowActivity(Streaming.Core.Signals.DerivationRow.Frontal, 9, slow, 60, false);
        var reason = Sure(stage, Quiet(All with { TrustedGain = false }) with { Slow = relative, MixedShare = 0.45 });

        Assert.False(reason.IsContradicted);
        Assert.Contains("against it, slow activity", reason.Sentence, StringComparison.Ordinal);
        Assert.Contains(reason.Evidence, entry => entry is { Supports: false, Strength: >= 0.5, Rule: RuleIds.Support } && entry.Stage == stage);
    }

    [Fact]
    public void A_rule_contradicts_only_where_it_is_stronger_than_what_speaks_for_the_stage()
    {
        Finding Spindle(double at) => new(FindingKind.Spindle, Streaming.Core.Signals.DerivationRow.Central, 60 + at, 0.7, 30, 13);
        var spindles = Quiet(All) with { Events = [Spindle(7), Spindle(21)], MixedShare = 0.45 };
        Assert.True(Sure(Stage.W, spindles).IsContradicted);
        Assert.False(Sure(Stage.W, spindles with { AlphaShare = 0.9 }).IsContradicted);
    }

    // However strong the sign that is no rule, the sentence names the rule for which the epoch is flagged.
    [Fact]
    public void A_contradiction_is_worded_by_the_rule_it_rests_on()
    {
        var reason = Sure(Stage.W, Quiet(All with { TrustedGain = false }) with
        {
            Slow = new SlowActivity(Streaming.Core.Signals.DerivationRow.Frontal, 9, 0.6, 60, false),
            Events = [new(FindingKind.KComplex, Streaming.Core.Signals.DerivationRow.Frontal, 64, 0.7, 150, 0), new(FindingKind.Spindle, Streaming.Core.Signals.DerivationRow.Central, 81, 0.7, 30, 13)],
        });

        Assert.True(reason.IsContradicted);
        Assert.StartsWith("W at 0.95, yet a K-complex at second 4 (frontal)", reason.Sentence, StringComparison.Ordinal);
    }

    [Fact]
    public void A_sure_N2_is_contradicted_by_rapid_eye_movements_at_low_tone_unless_a_spindle_says_otherwise()
    {
        var observed = new Observed(true, true, true, 2, true, true, true);
        Finding Found(FindingKind kind, double at) => new(kind, Streaming.Core.Signals.DerivationRow.Central, 60 + at, 0.7, 30, 0);
        Reason Explain(ChinTone chin, params Finding[] found) => Explainer.Explain(
            new StageDecision(2, Streaming.Core.Staging.Revision.Final, Stage.N2, [0, 0, 0.8f, 0, 0.2f], 0),
            RuleBook.Read(Quiet(observed) with { Before = new NightContext(Stage.N2, null, false, null), Chin = chin, Events = found }), observed);
        var (low, provisional) = (new ChinTone(3, 1.1, false), new ChinTone(3, 1.1, true));
        Finding[] eyes = [Found(FindingKind.RapidEyeMovement, 4), Found(FindingKind.RapidEyeMovement, 9)];

        Assert.StartsWith("N2 at 0.80, yet low chin tone and 2 rapid eye movements end the N2 before it", Explain(low, eyes).Sentence, StringComparison.Ordinal);
        Assert.True(Explain(low, eyes).IsContradicted);
        Assert.False(Explain(provisional, eyes).IsContradicted);
        Assert.False(Explain(low, [.. eyes, Found(FindingKind.Spindle, 20)]).IsContradicted);
        Assert.False(Explain(low).IsContradicted);
    }

    [Fact]
    public void Observed_words_read_back_to_what_they_were_written_from() =>
        Assert.All(EpochFindingsSamples.Montages(), observed => Assert.Equal(observed, ObservedWords.Read(ObservedWords.Of(observed).ToList())));

    private static readonly Observed All = new(true, true, true, 2, true, true, true);

    private static Reason Sure(Stage stage, EpochFindings findings)
    {
        var five = new float[5];
        Array.Fill(five, 0.0125f);
        five[(int)stage] = 0.95f;
        return Explainer.Explain(new StageDecision(2, Streaming.Core.Staging.Revision.Final, stage, five, 0), RuleBook.Read(findings), findings.Observed);
    }

    private static EpochFindings Quiet(Observed observed) => new()
    {
        Epoch = 2, StartSeconds = 60, Observed = observed, Before = default, Events = [], MixedShare = observed.Eeg ? 0.8 : null,
    };

    private static string? Fault(string clause, Observed observed)
    {
        foreach (var (word, may) in Words)
        {
            var isSaid = clause.Contains(word, StringComparison.Ordinal);
            // "told apart by …" names what would decide; what of it is missing it says itself.
            var isHedged = clause.Contains("observed", StringComparison.Ordinal) || clause.Contains("relative to this recording", StringComparison.Ordinal)
                || (clause.Contains("told apart by", StringComparison.Ordinal) && word is "eye movement" or "slow waves");
            if (isSaid && !may(observed) && !isHedged) return $"'{word}' in '{clause}' under {observed}";
        }
        return null;
    }
}
