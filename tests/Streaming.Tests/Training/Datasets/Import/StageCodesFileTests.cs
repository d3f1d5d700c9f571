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
    public void Text_of_another_recording_is_refused() =>
        Assert.Contains(_path, Assert.Throws<DatasetException>(() => Read("0\n2\n", epochs: 63)).Message, StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(Path.GetDirectoryName(_path)!, recursive: true);

    private ScorerRuns Read(string text, int epochs)
    {
        File.WriteAllText(_path, text);
        return StageCodesFile.Read(_path, epochs);
    }
}
