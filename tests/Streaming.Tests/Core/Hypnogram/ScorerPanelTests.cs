using Streaming.Core.Hypnogram;
using Streaming.Core.Staging;
using Xunit;

namespace Streaming.Tests.Core.Hypnogram;

public sealed class ScorerPanelTests
{
    [Fact]
    public void Consensus_is_the_majority_and_of_equals_the_most_reliable_scorer_decides()
    {
        var panel = Panel("WW22RR 12", "WW22RR 12", "WW2211 W2", "2?3311 W3");
        Assert.Equal(Nights.Stages("WW22RR12"), panel.Consensus(0)); // two against two on R and on 1: the first two agree with each other
        Assert.Equal(Nights.Stages("WW2211W2"), panel.Consensus(0, without: 0));
    }

    [Fact]
    public void A_scorer_is_held_against_what_the_others_agree_on()
    {
        var panel = Panel("WWWW2222", "WWWW2222", "WWWW2222", "1WWW2222");
        Assert.Equal(7.0 / 8, Agreement.Of(panel.AgainstOthers(3)[0].Reference, panel.AgainstOthers(3)[0].Candidate).Accuracy);
        Assert.Equal(1, new Agreement(panel.AgainstOthers(0)[0].Confusion).Accuracy);
        Assert.Equal(7.0 / 8, new Agreement(panel.Pair(0, 3)[0].Confusion).Accuracy);
    }

    [Fact]
    public void An_epoch_nobody_scored_has_no_consensus() => Assert.Null(Panel("?W", "?W", "?2").Consensus(0)[0]);

    [Fact]
    public void Nights_whose_scorings_do_not_fit_are_refused_by_name()
    {
        var night = new PanelNight("p7", [Nights.Stages("WW"), Nights.Stages("W")]);
        Assert.Contains("p7", Assert.Throws<ArgumentException>(() => new ScorerPanel(["a", "b"], [night])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new ScorerPanel(["a"], []));
    }

    private static ScorerPanel Panel(params string[] scorings) => new(
        [.. scorings.Select((_, n) => $"scorer {n}")], [new PanelNight("p1", [.. scorings.Select(letters => Nights.Stages(letters))])]);
}
