using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Training.Datasets;

namespace Streaming.Tests.Training.Datasets;

public sealed class BatchSourceTests
{
    private static readonly RenderSpec Spec = RenderSpecs.Lossless100With(SignalSpecs.V1);

    private static readonly BatchOptions Small = new() { Seed = 3, Subjects = 2, BatchSize = 3, PoolNights = 1, BatchesPerNight = 2 };

    [Fact]
    public async Task Batch_of_a_step_is_the_same_wherever_the_run_begins()
    {
        var whole = await TakeAsync(Small, firstStep: 0, count: 3);
        var resumed = await TakeAsync(Small, firstStep: 2, count: 1);
        Assert.Equal(whole[2].Labels, resumed[0].Labels);
        Assert.True(whole[2].Images.AsSpan().SequenceEqual(resumed[0].Images));
        Assert.False(whole[0].Images.AsSpan().SequenceEqual(whole[1].Images));
    }

    [Fact]
    public async Task Single_row_batches_hold_one_band_with_ink()
    {
        var batch = (await TakeAsync(Small with { SingleRow = true }, firstStep: 0, count: 1))[0];
        var length = Spec.Width * Spec.Height / Spec.Rows.Count;
        Assert.Equal(Small.BatchSize * length, batch.Images.Length);
        for (var image = 0; image < Small.BatchSize; image++)
            Assert.True(batch.Images.AsSpan(image * length, length).ContainsAnyExcept((byte)0));
    }

    private static async Task<List<(byte[] Images, byte[] Labels)>> TakeAsync(BatchOptions options, long firstStep, int count)
    {
        await using var source = new BatchSource(options, Spec, firstStep);
        var batches = new List<(byte[], byte[])>();
        for (var i = 0; i < count; i++)
        {
            var batch = await source.NextAsync(TestContext.Current.CancellationToken);
            batches.Add(([.. batch.Images], [.. batch.Labels]));
            source.GiveBack(batch);
        }
        return batches;
    }
}
