using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Tests.Core.Rendering;
using Xunit;

namespace Streaming.Tests.Scoring;

public sealed class OnnxStagerTests : IDisposable
{
    private static readonly ScoringOptions s_cpu = new() { Provider = ScoringProvider.Cpu, Workers = 2 };
    private readonly TinyModel _tiny = new();

    [Fact]
    public void An_estimate_holds_the_logits_their_tempered_softmax_and_the_attention()
    {
        using var pool = Pool();
        using var stager = pool.Create();
        var estimate = stager.Estimate(Picture(pool, 3));
        Assert.Equal(5, estimate.Logits.Length);
        Assert.Equal(OnnxStager.Softmax(estimate.Logits, 1.0 / 3), estimate.Probabilities);
        Assert.Equal(1, estimate.Probabilities.Sum(), 1e-6);
        Assert.Equal(180, estimate.Attention!.Length);
        Assert.Equal(("cpu", pool.Bundle.Identity), (estimate.Provider, estimate.Model));
        var band = estimate.Attention.Chunk(30).Select(seconds => seconds.Average()).ToArray();
        Assert.Equal(Enumerable.Range(0, 6).Sum(row => band[row] * Math.Sin(row * 5 + 1)), estimate.Logits[0], 1e-3);
    }

    [Fact]
    public void The_same_picture_gives_the_same_bits_from_every_stager_and_buffer()
    {
        using var pool = Pool();
        using var one = pool.Create();
        using var other = pool.Create();
        var expected = one.Estimate(Picture(pool, 3)).Logits;
        other.Estimate(Picture(pool, 4));
        Assert.Equal(expected, other.Estimate(Picture(pool, 3)).Logits);
        Assert.NotEqual(expected, one.Estimate(Picture(pool, 4)).Logits);
        var reused = Picture(pool, 4);
        one.Estimate(reused);
        new WaveformRenderer(pool.Bundle.Spec).Draw(Epochs.Of(Epochs.Samples(i => i % 3), 9), reused);
        Assert.Equal(expected, one.Estimate(reused).Logits);
    }

    [Fact]
    public void Staging_allocates_nothing_but_its_result()
    {
        using var pool = Pool();
        using var stager = pool.Create();
        var picture = Picture(pool, 5);
        var result = stager.Estimate(picture);
        StageEstimate copy;
        var own = Allocation.Bytes(() =>
            copy = new([.. result.Logits], [.. result.Probabilities], [.. result.Attention!], result.Model, result.Provider));
        Assert.Equal(own, Allocation.Bytes(() => stager.Estimate(picture)));
    }

    [Fact]
    public void A_picture_of_another_size_is_refused()
    {
        using var pool = Pool();
        using var stager = pool.Create();
        Assert.Throws<ArgumentException>(() => stager.Estimate(new EpochImage(pool.Bundle.Spec with { Height = 384 })));
    }

    [Fact]
    public void Softmax_survives_extreme_logits()
    {
        Assert.Equal([0, 1, 0, 0, 0], OnnxStager.Softmax([-1e30f, 1e30f, 0, 0, 0], 0.5));
        Assert.Equal([0.2f, 0.2f, 0.2f, 0.2f, 0.2f], OnnxStager.Softmax([7, 7, 7, 7, 7], 3));
    }

    [Fact]
    public void A_network_that_answers_no_numbers_is_refused_before_it_serves()
    {
        var bundle = _tiny.Write(model: TinyModel.Graph(gain: float.PositiveInfinity));
        Assert.Equal("logits", Assert.Throws<ModelBundleException>(() => new StagerPool(bundle, s_cpu, NullLogger<StagerPool>.Instance)).Field);
    }

    [Fact]
    public void The_conditions_of_equal_bits_are_stated()
    {
        using var pool = Pool();
        Assert.Equal(("cpu", pool.Bundle.Identity.Sha256), (pool.Conditions.Provider, pool.Conditions.ModelSha256));
        Assert.Contains("optimisation=all", pool.Conditions.Session, StringComparison.Ordinal);
        Assert.Equal(2, pool.Workers);
    }

    public void Dispose() => _tiny.Dispose();

    private static EpochImage Picture(StagerPool pool, int period) => Epochs.Draw(Epochs.Of(Epochs.Samples(i => i % period), 9), pool.Bundle.Spec);

    private StagerPool Pool() => new(_tiny.Write(), s_cpu, NullLogger<StagerPool>.Instance);
}
