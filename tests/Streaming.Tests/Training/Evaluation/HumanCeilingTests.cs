using Streaming.Training.Evaluation;
using Streaming.Training.Evaluation.Reports;

namespace Streaming.Tests.Training.Evaluation;

public sealed class HumanCeilingTests
{
    // Pooled over all epochs and averaged over the ten pairs; counted once by another program.
    [Theory]
    [InlineData("dodh.json.gz", 25, 0.7032, 0.7905)]
    [InlineData("dodo.json.gz", 55, 0.6786, 0.7751)]
    public void People_agree_as_far_as_they_do(string file, int nights, double kappa, double accuracy)
    {
        var panel = PanelFile.Read(SharedData.FileOrSkip("dod-hypnograms", file));
        Assert.Equal((5, nights), (panel.Scorers.Count, panel.Nights.Count));
        var pairs = HumanCeiling.Of(file, panel).Where(row => !row.Reference.StartsWith("consensus", StringComparison.Ordinal)).ToArray();
        Assert.Equal(10, pairs.Length);
        Assert.Equal(kappa, pairs.Average(row => row.Figures[Figures.Kappa].Value!.Value), 0.0001);
        Assert.Equal(accuracy, pairs.Average(row => row.Figures[Figures.Accuracy].Value!.Value), 0.0001);
    }

    [Fact]
    public void A_file_that_is_no_panel_says_what_is_wrong()
    {
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "panel.json");
        File.WriteAllText(path, """{"a":{"n":[0,1]},"b":{"n":[0]}}""");
        Assert.Contains("2, 1 epochs", Assert.Throws<InvalidDataException>(() => PanelFile.Read(path)).Message, StringComparison.Ordinal);
        File.WriteAllText(path, """{"a":{"n":[0,7,-1]},"b":{"n":[0,1,2]}}""");
        Assert.Equal([Streaming.Core.Staging.Stage.W, null, null], PanelFile.Read(path).Nights[0].Stages[0]);
        File.WriteAllText(path, "[]");
        Assert.Throws<InvalidDataException>(() => PanelFile.Read(path));
    }
}
