using Streaming.Training.Graph;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Tests.Training.Networks.Foreign;

public sealed class ForeignNetworkTests
{
    private const int Images = 8;
    private static readonly byte[] s_labels = [0, 1, 2, 3, 4, 0, 1, 2];

    [Fact]
    public void Pretrained_network_is_understood_from_its_file_alone()
    {
        var network = Open();
        Assert.Equal(("x", 3, false), (network.Model.Input.Name, network.Model.Input.Channels, network.Model.Input.ChannelsLast));
        Assert.Equal(("clinical-448", 192, 48, 3), (network.Spec.Preset, network.Spec.Width, network.Spec.Height, network.Spec.Planes));
        Assert.Equal("half", network.Pixels);
        Assert.True(network.RunsInBatches);
        var names = network.Build(1, training: false).Parameters.Specs.Select(spec => spec.Name).ToArray();
        Assert.DoesNotContain("net/fc_0.w_0", names); // its own head
        Assert.DoesNotContain(names, name => name.Contains("helper", StringComparison.Ordinal)); // 3 and 6 of a hard swish
        Assert.Contains("net/conv2d_0.w_0", names, StringComparer.Ordinal);
        Assert.Contains("head.weight", names, StringComparer.Ordinal);
    }

    [Fact]
    public void Features_are_those_the_file_itself_computes()
    {
        // The head is made the file's own, two of five classes: the logits must then be the file's, before its softmax.
        var network = Open(new ForeignRecipe { Path = ThirdPartyModels.Orientation, Width = 192, Height = 48, KeepStatistics = true });
        var graph = network.Build(1, training: false);
        var parameters = network.Start(graph.Parameters, seed: 1);
        var traced = TracedModel.Of(network.Model, 1, 48, 192);
        var (weight, head) = (Floats(traced["fc_0.w_0"]), graph.Parameters.Specs.Single(spec => spec.Name == "head.weight"));
        for (var i = 0; i < head.Shape[0]; i++)
            for (var j = 0; j < 5; j++) parameters[head.Offset + (i * 5) + j] = j < 2 ? weight[(i * 2) + j] : 0;
        Floats(traced["fc_0.b_0"]).CopyTo(parameters, graph.Parameters.Specs.Single(spec => spec.Name == "head.bias").Offset);
        var image = Pictures(network)[..graph.ImageLength];
        var logits = new float[5];
        using (var session = new EvaluationSession(graph, threads: 1)) session.Run(parameters, image, logits);
        var theirs = Theirs(network.Model, image);
        var odds = Math.Exp(logits[0] - logits[1]);
        Assert.Equal(theirs[0] / theirs[1], odds, 3 + (odds > 100 ? -3 : 0));
    }

    [Fact]
    public void Gradient_of_the_whole_network_agrees_with_central_differences()
    {
        var network = Open();
        network.Measure(Pictures(network), seed: 1);
        using var session = Session(network, part: 2);
        var images = Pictures(network);
        session.Backward(images, s_labels, []);
        var layout = network.Build(1, training: false).Parameters;
        var gradient = session.Gradient.ToArray();
        foreach (var name in (string[])["head.weight", "net/conv2d_52.w_0", "net/batch_norm_20.w_0", "net/conv2d_50.b_0"])
        {
            var spec = layout.Specs.Single(candidate => candidate.Name == name);
            var part = gradient.AsSpan(spec.Offset, spec.Count).ToArray();
            var norm = Math.Sqrt(part.Sum(value => (double)value * value));
            var slope = Slope(network, images, session.Parameters.ToArray(), part, spec.Offset, norm);
            Assert.True(Math.Abs(slope - norm) < (0.02 * norm) + 1e-4, $"{name}: {slope} by differences, {norm} by the rules");
        }
    }

    [Fact]
    public void Fine_tuning_makes_the_loss_fall()
    {
        var network = Open();
        network.Measure(Pictures(network), seed: 1);
        using var session = Session(network, part: 4);
        var (first, last) = Train(session, Pictures(network), steps: 15, rate: 1e-3f);
        Assert.True(last < 0.5 * first, $"from {first} to {last}");
    }

    [Fact]
    public void Rank_that_no_weight_takes_is_refused_with_the_greatest_that_one_does()
    {
        var refusal = Assert.Throws<ForeignModelException>(() => Open(Recipe with { LoraRank = 500 }));
        Assert.Contains("--lora is 500", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("The greatest is 2, in 4 of 41 matrices; rank 1 suits 12", refusal.Message, StringComparison.Ordinal);
        Assert.Equal(4, Open(Recipe with { LoraRank = 2 }).Adapted(2));
        Assert.Throws<ForeignModelException>(() => Open(Recipe with { LoraRank = 3 }));
    }

    [Fact]
    public void Lora_trains_under_a_twentieth_of_the_weights_and_merges_into_a_plain_file_of_the_same_outputs()
    {
        var network = Open(Recipe with { LoraRank = 1 });
        network.Measure(Pictures(network), seed: 1);
        using var session = Session(network, part: 4);
        var (first, last) = Train(session, Pictures(network), steps: 15);
        Assert.True(last < 0.8 * first, $"from {first} to {last}");
        Assert.InRange((double)session.Parameters.Length / network.WeightCount, 0.001, 0.05);
        var learnt = session.AverageParameters.ToArray();
        var before = network.Start(network.Build(1, training: false).Parameters, seed: 1);
        Assert.True(learnt.Zip(before, (a, b) => Math.Abs(a - b)).Max() > 0.01, "nothing was learnt, so nothing is shown");
        var (image, unmerged) = (Pictures(network)[..(48 * 192 * 3)], new float[5]);
        session.Evaluate(image, unmerged);
        Assert.All(unmerged.Zip(Serve(network, learnt, image)), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
        Assert.False(network.Export(learnt).AsSpan().IndexOf("lora"u8) >= 0);
    }

    [Fact]
    public void Frozen_weights_are_constants_and_the_head_alone_is_trained()
    {
        var network = ForeignNetwork.Open(Recipe, ["net/*"]);
        Assert.Equal(["head.weight", "head.bias"], network.Build(1, training: true).Parameters.Specs.Select(spec => spec.Name));
    }

    [Fact]
    public void Exported_network_gives_the_logits_it_was_evaluated_with()
    {
        var network = Open();
        network.Measure(Pictures(network), seed: 1);
        using var session = Session(network, part: 4);
        var (image, logits) = (Pictures(network)[..(48 * 192 * 3)], new float[5]);
        session.Evaluate(image, logits);
        Assert.All(logits.Zip(Serve(network, session.AverageParameters.ToArray(), image)), pair => Assert.Equal(pair.First, pair.Second, 1e-4f));
    }

    [Fact]
    public void Network_with_a_transformer_is_fine_tuned_as_well()
    {
        var network = ForeignNetwork.Open(new ForeignRecipe { Path = ThirdPartyModels.Recognition, Width = 96, LoraRank = 2 }, []);
        Assert.Equal((96, 48), (network.Spec.Width, network.Spec.Height));
        network.Measure(Pictures(network), seed: 1);
        using var session = Session(network, part: 4);
        var (first, last) = Train(session, Pictures(network), steps: 4);
        Assert.True(last < first, $"from {first} to {last}");
    }

    private static ForeignRecipe Recipe => new() { Path = ThirdPartyModels.Orientation, Width = 192, Height = 48 };

    private static ForeignNetwork Open(ForeignRecipe? recipe = null) => ForeignNetwork.Open(recipe ?? Recipe, []);

    private static TrainingSession Session(ForeignNetwork network, int part)
    {
        var training = network.Build(part, training: true);
        var options = new TrainingOptions { Threads = 2, LabelSmoothing = 0, Optimiser = new AdamWOptions { AverageDecay = 0 } };
        return new TrainingSession(training, network.Build(part, training: false), options, start: network.Start(training.Parameters, seed: 1));
    }

    private static (float First, float Last) Train(TrainingSession session, byte[] images, int steps, float rate = 5e-3f)
    {
        var first = session.Step(images, s_labels, [], rate).Loss;
        for (var step = 1; step < steps; step++) session.Step(images, s_labels, [], rate);
        return (first, session.Backward(images, s_labels, []));
    }

    /// <summary>Traces whose height and pace say the label.</summary>
    private static byte[] Pictures(ForeignNetwork network)
    {
        var (width, height, random) = (network.Spec.Width, network.Spec.Height, new Random(5));
        var images = new byte[Images * width * height * 3];
        for (var image = 0; image < Images; image++)
            for (var x = 0; x < width; x++)
            {
                var wave = 0.2 * (s_labels[image] + 1) * Math.Sin(x * (0.1 + (0.15 * s_labels[image])));
                var y = (int)((height / 2) * (1 + wave + (0.05 * random.NextDouble())));
                images.AsSpan(((((image * height) + Math.Clamp(y, 0, height - 1)) * width) + x) * 3, 3).Fill(220);
            }
        return images;
    }

    private static double Slope(ForeignNetwork network, byte[] images, float[] parameters, float[] part, int offset, double norm)
    {
        using var session = new EvaluationSession(network.Build(2, training: false), threads: 1);
        Span<double> losses = stackalloc double[2];
        const double width = 0.01;
        for (var side = 0; side < 2; side++)
        {
            float[] moved = [.. parameters];
            for (var i = 0; i < part.Length; i++) moved[offset + i] += (float)((side == 0 ? -width : width) * part[i] / norm);
            var logits = new float[Images * 5];
            session.Run(moved, images, logits);
            for (var row = 0; row < Images; row++)
            {
                var scores = logits[(row * 5)..((row + 1) * 5)];
                losses[side] += (Math.Log(scores.Sum(score => Math.Exp(score))) - scores[s_labels[row]]) / Images;
            }
        }
        return (losses[1] - losses[0]) / (2 * width);
    }

    private static float[] Serve(ForeignNetwork network, float[] parameters, byte[] image)
    {
        var logits = new float[5];
        using var session = new BoundSession(network.Export(parameters), threads: 1);
        session.Input<byte>(NetworkGraph.Image, image, [1, network.Spec.Height, network.Spec.Width, 3]);
        session.Output<float>(NetworkGraph.Logits, logits, [1, 5]);
        session.Run();
        return logits;
    }

    /// <summary>What the untouched file says of an image, scaled here.</summary>
    private static float[] Theirs(ForeignModel model, byte[] image)
    {
        var scaled = new float[image.Length];
        for (var i = 0; i < image.Length; i++) scaled[(i % 3 * 48 * 192) + (i / 3)] = ((image[i] / 255f) - 0.5f) / 0.5f;
        var scores = new float[2];
        using var session = new BoundSession(File.ReadAllBytes(model.Path), threads: 1);
        session.Input<float>("x", scaled, [1, 3, 48, 192]);
        session.Output<float>("softmax_0.tmp_0", scores, [1, 2]);
        session.Run();
        return scores;
    }

    private static float[] Floats(TracedValue value) => System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(value.Content).ToArray();
}
