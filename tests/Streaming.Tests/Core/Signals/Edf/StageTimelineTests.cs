using System.Globalization;
using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;

namespace Streaming.Tests.Core.Signals.Edf;

/// <summary>Stages that lie on top of each other, or of events with a stage's name.</summary>
public sealed class StageTimelineTests
{
    private static readonly Stage?[] s_pages = [Stage.W, Stage.N1, Stage.N2, Stage.N2, Stage.N3, Stage.N3, Stage.N2, Stage.R, Stage.R, Stage.W];

    [Theory]
    [InlineData("REM", 0.8)]
    [InlineData("Movement", 3)]
    [InlineData("R", 0)]
    [InlineData("Movement", 0)]
    [InlineData("Wake", 12)]
    public void Event_with_a_stages_name_leaves_its_page_alone(string text, double seconds)
    {
        foreach (var merged in (bool[])[false, true])
        {
            var study = Study([.. Pages(merged), .. Enumerable.Range(0, 10).Select(page => (30 * page + 7.3, seconds, text))]);
            Assert.Equal(s_pages, study.Labels);
            Assert.Contains(study.Remarks, remark => remark.StartsWith("10 annotations with a stage's name", StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Event_of_the_same_onset_as_its_page_is_one_too() =>
        Assert.Equal(s_pages, Study([.. Enumerable.Range(0, 10).Select(page => (30.0 * page, 0.8, "REM")), .. Pages(false)]).Labels);

    [Fact]
    public void Page_without_a_length_is_not_ended_by_an_event_in_it() =>
        Assert.Equal(s_pages, Study([.. Pages(false).Select(page => page with { Seconds = 0 }), .. Enumerable.Range(0, 9).Select(page => (30 * page + 7.3, 0.8, "REM"))]).Labels);

    [Fact]
    public void Time_that_carries_two_stages_has_none()
    {
        var study = Study([.. Pages(true), .. Pages(false).Select(page => page with { Text = page.Text.Replace("N2", "N1", StringComparison.Ordinal) })]);
        Assert.Equal(s_pages.Select(stage => stage is Stage.N2 ? null : stage), study.Labels);
        Assert.Contains("90 s carry two stages at once (3 epochs); they count as without one.", study.Remarks);
    }

    [Fact]
    public void Stages_written_twice_are_said_once()
    {
        var study = Study([.. Pages(true), .. Pages(false)]);
        Assert.Equal(s_pages, study.Labels);
        Assert.DoesNotContain(study.Remarks, remark => remark.Contains("stage", StringComparison.OrdinalIgnoreCase));
    }

    [Fact]
    public void Page_within_a_longer_run_leaves_the_rest_of_it()
    {
        var study = Study([(0, 300, "Sleep stage N2"), (120, 30, "Sleep stage W")]);
        Assert.Equal(Enumerable.Range(0, 10).Select(page => page == 4 ? (Stage?)null : Stage.N2), study.Labels);
        Assert.Equal(study.Labels, Study([(0, 300, "Sleep stage N2"), (120, 0, "Sleep stage W")]).Labels);
    }

    [Fact]
    public void Unknown_all_night_long_gives_way_to_the_pages() => Assert.Equal(s_pages, Study([(0, 300, "Sleep stage ?"), .. Pages(false)]).Labels);

    [Fact]
    public void Movement_for_a_whole_page_ends_with_it()
    {
        var study = Study([(0, 300, "Sleep stage N2"), (120, 30, "Movement time")]);
        Assert.Equal(Enumerable.Range(0, 10).Select(page => page == 4 ? (Stage?)null : Stage.N2), study.Labels);
    }

    [Fact]
    public void Lengths_a_little_too_long_end_where_the_next_begins()
    {
        var study = Study([.. Pages(false).Select(page => page with { Seconds = 30.5 })]);
        Assert.Equal(s_pages, study.Labels);
        Assert.Equal(Rational.Zero, study.Study.EpochOriginSeconds);
        Assert.Contains("9 stage annotations overlap the next one; each ends where the next begins.", study.Remarks);
    }

    [Fact]
    public void Runs_follow_each_other_whatever_was_written()
    {
        var random = new Random(14);
        for (var round = 0; round < 300; round++)
        {
            string[] texts = ["Sleep stage W", "N1", "Sleep stage N2", "REM", "Movement", "Sleep stage ?"];
            var marks = Enumerable.Range(0, random.Next(1, 30))
                .Select(_ => (random.Next(0, 30) * 10.0, (double)random.Next(0, 9) * 10, texts[random.Next(texts.Length)])).ToArray();
            var runs = Study(marks).Runs;
            Assert.All(runs, run => Assert.True(run.EndSeconds > run.StartSeconds));
            Assert.All(runs.Zip(runs.Skip(1)), pair => Assert.True(pair.First.EndSeconds <= pair.Second.StartSeconds));
        }
    }

    private static IEnumerable<(double Onset, double Seconds, string Text)> Pages(bool merged)
    {
        for (var page = 0; page < s_pages.Length;)
        {
            var first = page++;
            while (merged && page < s_pages.Length && s_pages[page] == s_pages[first]) page++;
            yield return (30 * first, 30 * (page - first), $"Sleep stage {s_pages[first]}");
        }
    }

    // Ten pages of one channel.
    private static EdfStudy Study(IReadOnlyList<(double Onset, double Seconds, string Text)> annotations)
    {
        var tals = string.Concat(annotations.Select(a => string.Create(CultureInfo.InvariantCulture,
            $"+{a.Onset}{(a.Seconds > 0 ? $"_{a.Seconds}" : "")}^{a.Text}^\0")));
        var first = EdfBuilder.Tal($"+0^^\0{tals}");
        var file = new EdfBuilder { Reserved = "EDF+C", RecordSeconds = "300" }.With("C4", 300).With("EDF Annotations", first.Length / 2 + 1).Record(0, first).Open();
        return EdfStudy.From(file, Guid.Empty);
    }
}
