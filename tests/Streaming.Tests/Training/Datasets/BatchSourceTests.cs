using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Training.Datasets;

namespace Streaming.Tests.Training.Datasets;

public sealed class BatchSourceTests
{
    private static readonly RenderSpec Spec = RenderSpecs.Lossless100With(SignalSpecs.V1);

    private static readonly BatchOptions Small = new() { Seed = 3, BatchSize = 3, PoolNights = 1, BatchesPerNight = 2 };

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
    public async Task Batches_are_the_same_however_many_threads_make_them()
    {
        var one = await TakeAsync(Small with { PoolNights = 2 }, firstStep: 1, count: 7);
        var three = await TakeAsync(Small with { PoolNights = 2, Producers = 3 }, firstStep: 1, count: 7);
        for (var i = 0; i < one.Count; i++) Assert.True(one[i].Images.AsSpan().SequenceEqual(three[i].Images), $"step {i + 1} differs");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public async Task Every_night_of_the_pool_is_told_before_the_first_batch(int producers)
    {
        var read = 0;
        await using var source = new BatchSource(Small with { PoolNights = 4, Producers = producers, BatchesPerNight = 100 }, Spec, Nights, firstStep: 0, () => Interlocked.Increment(ref read));
        await source.NextAsync(TestContext.Current.CancellationToken);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref read) == 4, TimeSpan.FromMinutes(1)), $"{read} nights");
    }

    [Fact]
    public async Task Night_that_cannot_be_read_is_told_to_whoever_waits_for_a_batch()
    {
        var broken = new NightSequence(1, _ => throw new InvalidDataException("the disk is gone"));
        await using var source = new BatchSource(Small with { Producers = 2 }, Spec, broken, firstStep: 0);
        // As it was thrown: a verb ends with its message in a line.
        var error = await Assert.ThrowsAsync<InvalidDataException>(async () => await source.NextAsync(TestContext.Current.CancellationToken));
        Assert.Equal("the disk is gone", error.Message);
    }

    [Fact]
    public async Task Nights_without_an_epoch_to_train_on_are_named()
    {
        var unscored = NightSequence.Of([.. Nights.All().Select(night => night with { Scorings = [new NightScoring("expert", [null, null])] })]);
        await using var source = new BatchSource(Small with { PoolNights = 3 }, Spec, unscored, firstStep: 0);
        var error = await Assert.ThrowsAsync<DatasetException>(async () => await source.NextAsync(TestContext.Current.CancellationToken));
        Assert.StartsWith("simulated training-3-00000, simulated training-3-00001: no epoch can be trained on", error.Message, StringComparison.Ordinal);
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

    private static readonly NightSequence Nights = NightSequence.SimulatedPieces(Split.Training, seed: 3, subjects: 2);

    private static async Task<List<(byte[] Images, byte[] Labels)>> TakeAsync(BatchOptions options, long firstStep, int count)
    {
        await using var source = new BatchSource(options, Spec, Nights, firstStep);
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
