using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Streaming.Scoring;
using Streaming.Tests.Core.Rendering;

namespace Streaming.Tests.Scoring;

public sealed class VariantTests : IDisposable
{
    private readonly TinyModel _tiny = new();
    private readonly EventLines _log = new();

    [Fact]
    public void Manifest_with_variants_survives_writing_and_reading()
    {
        var written = Write(Variant(0.9991, 0.6));
        var read = ModelBundle.Load(_tiny.Folder).Manifest;
        Assert.Equal(written.Manifest.ToJson(), read.ToJson());
        Assert.Equal((VariantKind.Int8, 0.6, 0.9991), (read.Variants![0].Kind, read.Variants[0].TimeRatio, read.Variants[0].Agreement[0].SameStage));
        Assert.DoesNotContain("variants", (_tiny.Write().Manifest with { Variants = null }).ToJson(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(ScoringVariant.Fp32, 1, 0.5, "fp32", 0)]
    [InlineData(ScoringVariant.Auto, 0.995, 0.5, "int8", 4005)]
    [InlineData(ScoringVariant.Auto, 0.9949, 0.5, "fp32", 4004)]
    [InlineData(ScoringVariant.Auto, 1, 1.0, "fp32", 4004)]
    [InlineData(ScoringVariant.Auto, 1, null, "fp32", 4004)]
    [InlineData(ScoringVariant.Int8, 0.995, 1.5, "int8", 4005)]
    [InlineData(ScoringVariant.Int8, 0.99, 0.5, "fp32", 4003)]
    [InlineData(ScoringVariant.Fp16, 1, 0.5, "fp32", 4003)]
    public void Variant_is_served_only_where_it_is_asked_for_and_agrees(ScoringVariant wanted, double agreement, double? time, string served, int told)
    {
        using var pool = new StagerPool(Write(Variant(agreement, time)), new ScoringOptions { Provider = ScoringProvider.Cpu, Variant = wanted }, _log);
        var variant = pool.Bundle.Manifest.Variants![0];
        Assert.Equal(served, pool.Variant);
        Assert.Equal(served == "fp32" ? pool.Bundle.Identity : new("tiny", "1+int8", variant.Sha256), pool.Identity);
        Assert.Equal(pool.Identity.Sha256, pool.Conditions.ModelSha256);
        Assert.Contains(4001, _log.Ids);
        Assert.Equal(told == 0 ? [] : [told], _log.Ids.Where(id => id is 4003 or 4004 or 4005));
    }

    [Fact]
    public void Stager_reads_with_the_variant_and_names_it()
    {
        using var pool = new StagerPool(Write(Variant(1, 0.5)), new ScoringOptions { Provider = ScoringProvider.Cpu, Variant = ScoringVariant.Int8 }, _log);
        using var reference = new StagerPool(pool.Bundle, new ScoringOptions { Provider = ScoringProvider.Cpu }, _log);
        using var one = pool.Create();
        using var other = reference.Create();
        var picture = Epochs.Draw(Epochs.Of(Epochs.Samples(i => i % 3), 9), pool.Bundle.Spec);
        var (read, expected) = (one.Estimate(picture), other.Estimate(picture));
        Assert.Equal("1+int8", read.Model.Version);
        Assert.Equal(expected.Logits[0] * 2, read.Logits[0], 1e-3 * Math.Abs(expected.Logits[0])); // the test's variant has twice the gain
    }

    [Fact]
    public void Shipped_bundle_s_int8_graph_is_served_where_it_is_asked_for_and_reads_like_the_reference()
    {
        var bundle = ModelBundle.Load(Repository.At("deploy", "models", "stagenet-2"));
        using var pool = new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Variant = ScoringVariant.Auto }, _log);
        using var reference = new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu }, _log);
        Assert.Equal(("int8", "fp32"), (pool.Variant, reference.Variant));
        Assert.True(Directory.EnumerateFiles(bundle.Folder).Sum(file => new FileInfo(file).Length) < 20_000_000);
        using var one = pool.Create();
        using var other = reference.Create();
        var random = new Random(3);
        for (var epoch = 0; epoch < 5; epoch++)
        {
            var (slow, fast) = (random.Next(20, 200), random.Next(3, 12));
            var picture = Epochs.Draw(Epochs.Of(Epochs.Samples(i => (10 * Math.Sin(2 * Math.PI * i / slow)) + (3 * Math.Sin(2 * Math.PI * i / fast))), 9), bundle.Spec);
            var (read, expected) = (one.Estimate(picture).Probabilities, other.Estimate(picture).Probabilities);
            Assert.NotEqual(expected, read);
            Assert.All(expected.Zip(read), pair => Assert.InRange(pair.Second, pair.First - 0.1, pair.First + 0.1));
        }
    }

    [Fact]
    public void Variant_that_is_not_the_one_described_is_refused()
    {
        Write(Variant(1, 0.5));
        File.WriteAllBytes(Path.Combine(_tiny.Folder, "model.int8.onnx"), TinyModel.Graph(gain: 3));
        Assert.Equal("variants.int8.sha256", Assert.Throws<ModelBundleException>(() => ModelBundle.Load(_tiny.Folder)).Field);
        File.Delete(Path.Combine(_tiny.Folder, "model.int8.onnx"));
        Assert.Equal("model.int8.onnx", Assert.Throws<ModelBundleException>(() => ModelBundle.Load(_tiny.Folder)).Field);
    }

    [Theory]
    [InlineData("../model.int8.onnx", 0.9, "variants.int8.file")]
    [InlineData("model.onnx", 0.9, "variants.int8.file")]
    [InlineData("model.int8.onnx", 1.1, "variants.int8.agreement.sameStage")]
    public void Description_that_makes_no_sense_is_refused(string file, double agreement, string field) =>
        Assert.Equal(field, Assert.Throws<ModelBundleException>(() => Write(Variant(agreement, 0.5) with { File = file })).Field);

    [Fact]
    public void Variant_that_does_not_fit_the_manifest_is_refused_when_it_is_to_serve()
    {
        var wide = TinyModel.Graph(classes: 6);
        var bundle = Write(Variant(1, 0.5, wide), wide);
        Assert.Equal("model.onnx: logits", Assert.Throws<ModelBundleException>(() =>
            new StagerPool(bundle, new ScoringOptions { Provider = ScoringProvider.Cpu, Variant = ScoringVariant.Int8 }, _log)).Field);
    }

    public void Dispose()
    {
        _log.Dispose();
        _tiny.Dispose();
    }

    private static ModelVariant Variant(double agreement, double? time, byte[]? model = null)
    {
        model ??= TinyModel.Graph(gain: 2);
        return new()
        {
            Kind = VariantKind.Int8,
            File = "model.int8.onnx",
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(model)),
            Bytes = model.Length,
            SizeRatio = 1,
            TimeRatio = time,
            Made = "by hand",
            Agreement =
            [
                new()
                {
                    Data = "none", Simulated = true, Nights = 1, Epochs = 1000, SameStage = agreement, SameFinal = 1, GreatestProbabilityDifference = 0.1,
                },
            ],
        };
    }

    private ModelBundle Write(ModelVariant variant, byte[]? model = null)
    {
        File.WriteAllBytes(Path.Combine(_tiny.Folder, "model.int8.onnx"), model ?? TinyModel.Graph(gain: 2));
        return _tiny.Write(TinyModel.Manifest with { Variants = [variant] });
    }

    private sealed class EventLines : ILogger<StagerPool>, IDisposable
    {
        public List<int> Ids { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Ids.Add(eventId.Id);

        public void Dispose()
        {
        }
    }
}
