using System.Text.Json.Nodes;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Tests.Core.Staging;
using Xunit;

namespace Streaming.Tests.Scoring;

public sealed class ModelBundleTests : IDisposable
{
    private readonly TinyModel _tiny = new();

    [Fact]
    public void A_bundle_that_was_written_is_loaded_with_every_number_exact()
    {
        var odd = TinyModel.Manifest with
        {
            Temperature = Math.BitDecrement(1.1),
            Smoother = TinyModel.Manifest.Smoother with { Memory = Memories.Drawn(new Random(5)) },
            RenderSpec = RenderSpecs.Lossless100With(SignalSpecs.V1 with { CompandingLimit = 20.1, LossLimit = 1.0 / 3 }),
            TrainedOn = new TrainedOn { Datasets = ["isruc"], SplitSeed = ulong.MaxValue, Training = ["isruc/1"], Calibration = [] },
            Agreement = [new() { Data = "d", Simulated = true, Subjects = 3, Epochs = 900, Figure = "FINAL kappa", Value = 0.1 + 0.2, Low = 1e-17,
                High = 0.5, Interval = "i", MajorityBaseline = 0 }],
        };
        _tiny.Write(odd);
        var loaded = ModelBundle.Load(_tiny.Folder);
        Assert.Equal(odd.ToJson().Replace("\"sha256\": \"\"", $"\"sha256\": \"{loaded.Identity.Sha256}\"", StringComparison.Ordinal),
            loaded.Manifest.ToJson());
        Assert.Equal(odd.Temperature, loaded.Manifest.Temperature);
        Assert.Equal(SignalSpecs.V1.BrainFilter, loaded.Spec.Signal.BrainFilter);
        Assert.Equal(odd.Agreement[0], loaded.Manifest.Agreement[0]);
        Assert.Equal("isruc/1", Assert.Single(loaded.Manifest.TrainedOn!.Training));
        Assert.All(["trainedOn", "memory"], field => Assert.DoesNotContain($"\"{field}\"", TinyModel.Manifest.ToJson(), StringComparison.Ordinal)); // bundles from before stay as they are
        Assert.Equal(SmootherSpec.Default.Transition[1], loaded.Manifest.Smoother.Transition[1]);
        Assert.Equal(("tiny", "1", 64, "# tiny\n"), (loaded.Identity.Name, loaded.Identity.Version, loaded.Identity.Sha256.Length, loaded.Card));
    }

    [Fact]
    public void Bundles_decide_alike_unless_something_that_a_stage_rests_on_differs()
    {
        string Of(ModelManifest manifest, float gain = 1) => _tiny.Write(manifest, TinyModel.Graph(gain: gain)).DecisionSha256;
        var first = Of(TinyModel.Manifest);
        Assert.Equal(first, Of(TinyModel.Manifest with { Training = "Something else.", Ancestors = [new("a version 1 (11111111)", "")] }));
        Assert.NotEqual(first, Of(TinyModel.Manifest with { Temperature = 2 }));
        Assert.NotEqual(first, Of(TinyModel.Manifest with { Smoother = TinyModel.Manifest.Smoother with { LookAheadEpochs = 1 } }));
        Assert.NotEqual(first, Of(TinyModel.Manifest with { Smoother = TinyModel.Manifest.Smoother with { Memory = Memories.Drawn(new Random(5)) } }));
        Assert.NotEqual(first, Of(TinyModel.Manifest with { ConfidenceCaps = new ConfidenceCaps { EegOnly = [0.5, 0.5, 1, 1, 0.5] } }));
        Assert.NotEqual(first, Of(TinyModel.Manifest, gain: 2));
    }

    [Theory]
    [InlineData("manifest.json")]
    [InlineData("model.onnx")]
    [InlineData("card.md")]
    public void A_missing_file_is_named(string file)
    {
        _tiny.Write();
        File.Delete(Path.Combine(_tiny.Folder, file));
        Assert.Equal((file, "missing"), Refused(() => ModelBundle.Load(_tiny.Folder)));
    }

    [Fact]
    public void A_missing_folder_is_named() =>
        Assert.Equal(("folder", "missing"), Refused(() => ModelBundle.Load(Path.Combine(_tiny.Folder, "none"))));

    [Fact]
    public void Another_graph_than_the_one_hashed_is_refused()
    {
        _tiny.Write();
        File.AppendAllText(Path.Combine(_tiny.Folder, "model.onnx"), " ");
        Assert.Equal("sha256", Refused(() => ModelBundle.Load(_tiny.Folder)).Field);
    }

    [Theory]
    [InlineData("format", "2", "format")]
    [InlineData("temperature", "0", "temperature")]
    [InlineData("temperature", "\"warm\"", "temperature")]
    [InlineData("classes", """["W","N1","N2","R","N3"]""", "classes")]
    [InlineData("renderSpec.preset", "\"oil\"", "renderSpec")]
    [InlineData("renderSpec.width", "3000", "renderSpec")]
    [InlineData("renderSpec.rows", """["Central"]""", "renderSpec")]
    [InlineData("renderSpec.signal.version", "9", "renderSpec.signal.version")]
    [InlineData("renderSpec.signal.lossLimit", "1.5", "renderSpec.signal.lossLimit")]
    [InlineData("renderSpec.signal.chinFilter", """[{"b0":1,"b1":0,"b2":0,"a1":0,"a2":1.2}]""", "renderSpec.signal.chinFilter[0]")]
    [InlineData("smoother.lookAheadEpochs", "99", "smoother")]
    [InlineData("smoother.initial", "[0.5,0.5,0.5,0,0]", "smoother")]
    [InlineData("smoother.memory", """{"kept":[0.9],"final":[],"revised":[]}""", "smoother")]
    [InlineData("smoother.memory", """{"kept":[0.9],"final":[]}""", "smoother.memory")]
    [InlineData("name", "\"\"", "name")]
    [InlineData("input", "\"picture\"", "input")]
    [InlineData("logits", "\"scores\"", "logits")]
    [InlineData("attention", "\"gaze\"", "attention")]
    [InlineData("training", "null", "training")]
    public void A_field_that_does_not_fit_is_named(string field, string value, string named)
    {
        _tiny.Write();
        Edit(field, parent => parent[field.Split('.')[^1]] = JsonNode.Parse(value));
        var refusal = Assert.Throws<ModelBundleException>(() => ModelBundle.Load(_tiny.Folder));
        Assert.Equal(named, refusal.Field);
        Assert.Contains(refusal.Expected, refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("renderSpec.signal.lossLimit")]
    [InlineData("smoother.likelihoodExponent")]
    [InlineData("attention")]
    [InlineData("classes")]
    public void A_field_that_is_missing_is_named_even_where_code_has_a_default(string field)
    {
        _tiny.Write();
        Edit(field, parent => Assert.True(parent.AsObject().Remove(field.Split('.')[^1])));
        var refusal = Assert.Throws<ModelBundleException>(() => ModelBundle.Load(_tiny.Folder));
        Assert.Equal((field, "missing"), (refusal.Field, refusal.Value));
    }

    [Fact]
    public void An_unknown_field_is_refused_by_name()
    {
        _tiny.Write();
        Edit("temperatur", parent => parent["temperatur"] = 2);
        Assert.Contains("temperatur", Assert.Throws<ModelBundleException>(() => ModelBundle.Load(_tiny.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_graph_of_another_shape_is_refused_by_tensor()
    {
        Assert.Equal(("model.onnx: image", "UInt8 [1, 96, 3008]"), Refused(() => _tiny.Write(model: TinyModel.Graph(inputHeight: 96))));
        Assert.Equal(("model.onnx: logits", "Float [1, 4]"), Refused(() => _tiny.Write(model: TinyModel.Graph(classes: 4))));
    }

    [Fact]
    public void Bytes_that_are_no_graph_are_refused() => Assert.Equal("model.onnx", Refused(() => _tiny.Write(model: [1, 2, 3, 4])).Field);

    public void Dispose() => _tiny.Dispose();

    private static (string Field, string Value) Refused(Action action)
    {
        var refusal = Assert.Throws<ModelBundleException>(action);
        return (refusal.Field, refusal.Value);
    }

    private void Edit(string field, Action<JsonNode> change)
    {
        var path = Path.Combine(_tiny.Folder, "manifest.json");
        var root = JsonNode.Parse(File.ReadAllText(path))!;
        change(field.Split('.')[..^1].Aggregate(root, (node, name) => node[name]!));
        File.WriteAllText(path, root.ToJsonString());
    }
}
