using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Tests.Core.Rendering;

namespace Streaming.Tests.Scoring;

public sealed class AblationMapperTests
{
    [Fact]
    public void Map_points_at_the_one_cell_the_answer_rests_on_and_at_no_blank_row()
    {
        var rows = Epochs.Of(Epochs.Samples(i => 10 * Math.Sin(i)), 10).Rows.ToArray();
        rows[3] = null;
        var epoch = Epochs.Of(rows, [10, 10, 10, 0, 10, 10]);

        var map = new AblationMapper(() => new CellStager(row: 1, second: 17), 2).Map(epoch, Stage.N2, TestContext.Current.CancellationToken);

        Assert.Equal(30 + 17, Array.IndexOf(map, map.Max()));
        Assert.Single(map, weight => weight != 0);
    }

    [Fact]
    public void Map_is_the_same_however_many_work_on_it()
    {
        var epoch = Epochs.Of(Epochs.Samples(i => 12 * Math.Sin(i / 7.0)), 10);
        float[] Map(int workers) =>
            new AblationMapper(() => new Service.InkStager(), workers).Map(epoch, Stage.N3, TestContext.Current.CancellationToken);

        Assert.Equal(Map(1), Map(3));
    }

    [Fact]
    public void Drawing_only_the_rows_that_change_gives_what_drawing_every_picture_whole_gives()
    {
        var epoch = Epochs.Of(Epochs.Samples(i => 12 * Math.Sin(i / 7.0)), 10);
        int[][] sets = [[3, 34], [95], [95, 96, 179], [3]];
        var weights = new AblationMapper(() => new Service.InkStager(), 1).Weigh(epoch, Stage.N3, sets, TestContext.Current.CancellationToken);

        using var scorer = new EpochScorer(new Service.InkStager());
        var whole = AblationMapper.LogOdds(scorer.Score(epoch)!.Logits, Stage.N3);
        Assert.Equal(
            sets.Select(set => (float)(whole - AblationMapper.LogOdds(scorer.Score(AblationMapper.Without(epoch, set))!.Logits, Stage.N3))), weights);
        Assert.Equal(4, weights.Distinct().Count());
    }

    [Fact]
    public void Log_odds_are_those_of_the_softmax()
    {
        float[] logits = [0.5f, -1, 2, 0, 1];
        var sum = logits.Sum(logit => Math.Exp(logit));
        var share = Math.Exp(2) / sum;
        Assert.Equal(Math.Log(share / (1 - share)), AblationMapper.LogOdds(logits, Stage.N2), 1e-9);
    }

    /// <summary>Sure of N2 as long as there is ink in one cell.</summary>
    private sealed class CellStager(int row, int second) : IStager
    {
        public ModelIdentity Model => Service.InkStager.Identity;

        public RenderSpec Spec => RenderSpecs.Lossless100;

        public StageEstimate Estimate(EpochImage image)
        {
            var ink = 0;
            for (var y = row * 32; y < (row + 1) * 32; y++)
                for (var x = 8 + second * 100; x < 8 + (second + 1) * 100; x++) ink += image.Pixels[y * 3008 + x];
            return new StageEstimate([0, 0, ink > 0 ? 3 : 0, 0, 0], [0.2f, 0.2f, 0.2f, 0.2f, 0.2f], null, Model, "test");
        }

        public void Dispose()
        {
            // Holds nothing.
        }
    }
}
