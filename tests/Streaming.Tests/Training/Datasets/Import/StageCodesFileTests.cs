using Streaming.Core.Signals.Edf;
using Streaming.Core.Staging;
using Streaming.Training.Datasets;
using Streaming.Training.Datasets.Import;

namespace Streaming.Tests.Training.Datasets.Import;

public sealed class StageCodesFileTests : IDisposable
{
    private readonly string _path = Path.Combine(Directory.CreateTempSubdirectory("stage-codes").FullName, "3_2.txt");

    [Fact]
    public void Blank_line_is_an_epoch_without_a_stage_where_only_so_the_text_is_as_long_as_the_recording()
    {
        var runs = Read("0\n2\n\n5\n\n", epochs: 4);
        Assert.Equal("expert 2", runs.Scorer);
        Assert.Equal([Stage.W, Stage.N2, null, Stage.R], EpochGrid.Labels(runs.Runs, 0, 4));
        Assert.Equal(["3_2.txt: 1 blank lines between the stages are epochs without one: so the text is as long as the recording", "3_2.txt: 1 blank lines passed over"],
            runs.Remarks);
        Assert.Empty(runs.Doubts);
    }

    [Fact]
    public void Blank_line_is_passed_over_where_the_stages_alone_fill_the_recording()
    {
        var runs = Read("0\n2\n\n5\n", epochs: 3);
        Assert.Equal([Stage.W, Stage.N2, Stage.R], EpochGrid.Labels(runs.Runs, 0, 3));
        Assert.Empty(runs.Doubts);
    }

    [Fact]
    public void Blank_line_is_passed_over_and_doubted_where_neither_fits()
    {
        var runs = Read("0\n2\n\n5\n", epochs: 6);
        Assert.Equal([Stage.W, Stage.N2, Stage.R, null, null, null], EpochGrid.Labels(runs.Runs, 0, 6));
        Assert.Contains("every stage after the first of them is shifted", Assert.Single(runs.Doubts), StringComparison.Ordinal);
        Assert.Empty(Read("0\n2\n5\n\n\n", epochs: 6).Doubts); // only at the end
    }

    [Fact]
    public void Stages_may_be_named_and_what_is_no_stage_counts_as_none()
    {
        var runs = Read("W\nN1\nREM\nS4\n?\n-1\n7\n", epochs: 7);
        Assert.Equal([Stage.W, Stage.N1, Stage.R, Stage.N3, null, null, null], EpochGrid.Labels(runs.Runs, 0, 7));
        Assert.Empty(runs.Doubts);
        Assert.Contains("line 2: '1,N2' is no stage code; each line is one for 30 s", Assert.Throws<DatasetException>(() => Read("0\n1,N2\n", epochs: 2)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Code_4_without_a_5_is_doubted_since_it_may_be_REM()
    {
        var runs = Read("0\n2\n4\n4\n", epochs: 4);
        Assert.Equal(Stage.N3, EpochGrid.Labels(runs.Runs, 0, 4)[3]);
        Assert.Contains("2 epochs have code 4 and none has 5", Assert.Single(runs.Doubts), StringComparison.Ordinal);
        Assert.Empty(Read("0\n4\n5\n4\n", epochs: 4).Doubts);
        Assert.Empty(Read("0\nN3\nR\n3\n", epochs: 4).Doubts);
    }

    [Fact]
    public void Text_of_another_recording_is_refused() =>
        Assert.Contains(_path, Assert.Throws<DatasetException>(() => Read("0\n2\n", epochs: 63)).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private ScorerRuns Read(string text, int epochs)
    {
        File.WriteAllText(_path, text);
        return StageCodesFile.Read(_path, epochs);
    }
}
