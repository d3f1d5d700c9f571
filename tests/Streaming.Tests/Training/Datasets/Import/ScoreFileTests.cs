using Streaming.Core.Signals;
using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Import;

namespace Streaming.Tests.Training.Datasets.Import;

public sealed class ScoreFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("scores").FullName;

    [Fact]
    public void Nsrr_events_are_read_by_name_and_runs_split()
    {
        var runs = StageXml.Read(Written("""
            <PSGAnnotation><ScoredEvents>
              <ScoredEvent><EventType/><EventConcept>Recording Start Time</EventConcept><Start>0</Start><Duration>150.0</Duration></ScoredEvent>
              <ScoredEvent><Duration>60.0</Duration><Start>30.0</Start><EventConcept>Stage 4 sleep|4</EventConcept><EventType>Stages|Stages</EventType></ScoredEvent>
              <ScoredEvent><EventType>Stages|Stages</EventType><EventConcept>Wake|0</EventConcept><Start>0.0</Start><Duration>30.0</Duration></ScoredEvent>
              <ScoredEvent><EventType>Respiratory|Respiratory</EventType><EventConcept>SpO2 desaturation|5</EventConcept><Start>40</Start><Duration>9</Duration></ScoredEvent>
              <ScoredEvent><EventType>Stages|Stages</EventType><EventConcept>REM sleep|5</EventConcept><Start>90.0</Start><Duration>30.0</Duration></ScoredEvent>
              <ScoredEvent><EventType>Stages|Stages</EventType><EventConcept>Unscored|9</EventConcept><Start>120.0</Start><Duration>30.0</Duration></ScoredEvent>
            </ScoredEvents></PSGAnnotation>
            """), 150);
        Assert.Equal([Stage.W, Stage.N3, Stage.N3, Stage.R, null], EpochGrid.Labels(runs.Runs, 0, 5));
        Assert.Equal(30, runs.Ignored["Unscored|9"]);
        Assert.Empty(runs.Remarks);
    }

    [Fact]
    public void Nsrr_stages_on_top_of_each_other_are_sorted_out_as_annotations_are()
    {
        static string Event(string concept, double start, double seconds) => System.FormattableString.Invariant(
            $"<ScoredEvent><EventType>Stages|Stages</EventType><EventConcept>{concept}</EventConcept><Start>{start}</Start><Duration>{seconds}</Duration></ScoredEvent>");
        var runs = StageXml.Read(Written($"<PSGAnnotation><ScoredEvents>{Event("Stage 2 sleep|2", 0, 120)}{Event("Movement|6", 10, 3)}{Event("REM sleep|5", 60, 30)}</ScoredEvents></PSGAnnotation>"), 120);
        Assert.Equal([Stage.N2, Stage.N2, null, Stage.N2], EpochGrid.Labels(runs.Runs, 0, 4));
        Assert.Contains("30 s carry two stages at once (1 epochs); they count as without one.", runs.Remarks);
    }

    [Theory]
    [InlineData(".json")]
    [InlineData(".mat")]
    public void File_of_another_kind_is_refused_with_what_is_read(string extension) =>
        Assert.Contains($"not from '{extension}'", Assert.Throws<DatasetException>(() => StageFile.Read($"stages{extension}", 30)).Message, StringComparison.Ordinal);

    [Fact]
    public void Profusion_numbers_are_read_and_others_than_stages_ignored()
    {
        var path = Written("<CMPStudyConfig><EpochLength>30</EpochLength><SleepStages>"
            + string.Concat("0 1 2 3 4 5 6 9".Split(' ').Select(code => $"<SleepStage>{code}</SleepStage>")) + "</SleepStages></CMPStudyConfig>");
        var runs = StageXml.Read(path, 240);
        Assert.Equal([Stage.W, Stage.N1, Stage.N2, Stage.N3, Stage.N3, Stage.R, null, null], EpochGrid.Labels(runs.Runs, 0, 8));
    }

    [Theory]
    [InlineData("<a/>", "neither PSGAnnotation")]
    [InlineData("<CMPStudyConfig><EpochLength>20</EpochLength><SleepStages/></CMPStudyConfig>", "epoch length is '20'")]
    [InlineData("<PSGAnnotation>\n<ScoredEvent><EventType>Stages</EventType><Start>x</Start></ScoredEvent></PSGAnnotation>", "line 2: Start is 'x'")]
    [InlineData("<PSGAnnotation>", "line 1")]
    public void Xml_that_cannot_be_used_says_why(string text, string reason)
    {
        var error = Assert.Throws<DatasetException>(() => StageXml.Read(Written(text), 30));
        Assert.Contains(_folder, error.Message, StringComparison.Ordinal);
        Assert.Contains(reason, error.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Pages_that_reach_beyond_the_recording_when_widened_are_counted_and_ignored()
    {
        StageRun[] runs = [.. Enumerable.Range(0, 6).Select(page => new StageRun(new Rational(20L * page), new Rational(20L * page + 20), (Stage)(page % 5)))];
        var grids = WidenedPages.Grids(new ScorerRuns("expert", runs) { PageSeconds = 20 }, 120, out var outside);
        Assert.Equal(2, outside); // the first begins at -5 s, the last ends at 125 s
        Assert.Equal(4, grids.Sum(grid => grid.Scorings[0].Stages.Count(stage => stage is not null)));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string Written(string text)
    {
        var path = Path.Combine(_folder, "scores.xml");
        File.WriteAllText(path, text);
        return path;
    }
}
