using Streaming.Scoring;
using Streaming.Tests.Training.Networks;
using Streaming.Training.Graph;
using Streaming.Training.Networks;

namespace Streaming.Tests.Training.Graph;

public sealed class MicroBatchTests
{
    private static readonly byte[] _labels = [0, 1, 2, 1, 0, 2, LabelTargets.Unscored, 1, 2, 0, 1];

    [Theory]
    [InlineData(3)] // the last part is not full
    [InlineData(1)]
    public void Gradient_of_a_batch_is_the_same_in_parts_as_whole(int part)
    {
        using TrainingSession whole = Start(_labels.Length, threads: 1);
        using TrainingSession parts = Start(part, threads: 2);
        byte[] images = SmallNetwork.Images(_labels, seed: 4);
        float loss = whole.Backward(images, _labels, []);
        Assert.Equal(loss, parts.Backward(images, _labels, []), 5);
        float[] gradient = whole.Gradient.ToArray();
        float greatest = gradient.Max(MathF.Abs);
        Assert.All(gradient.Zip(parts.Gradient.ToArray()), pair => Assert.InRange(pair.Second - pair.First, -1e-5f * greatest, 1e-5f * greatest));
        Assert.All(whole.Logits.ToArray().Zip(parts.Logits.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void Number_of_threads_does_not_change_a_bit()
    {
        using TrainingSession one = Start(2, threads: 1);
        using TrainingSession three = Start(2, threads: 3);
        for (int step = 0; step < 20; step++)
        {
            byte[] images = SmallNetwork.Images(_labels, step);
            one.Step(images, _labels, [], 3e-3f);
            three.Step(images, _labels, [], 3e-3f);
        }

        Assert.Equal(one.Parameters.ToArray(), three.Parameters.ToArray());
        Assert.Equal(one.AverageParameters.ToArray(), three.AverageParameters.ToArray());
    }

    [Fact]
    public void Frozen_parameters_keep_their_bits_and_the_others_learn()
    {
        StageNetOptions options = SmallNetwork.Options;
        string[] frozen = ["stem*", "column.weight"];
        using var session = new TrainingSession(
            StageNet.Build(options, 4, training: true, frozen), StageNet.Build(options, 4, training: false), new TrainingOptions());
        float[] before = session.Parameters.ToArray();
        session.Step(SmallNetwork.Images(_labels, 1), _labels, [], 1e-2f);
        session.Step(SmallNetwork.Images(_labels, 2), _labels, [], 1e-2f);
        Assert.All(StageNet.Build(options, 1, training: false, frozen).Parameters.Specs, spec =>
        {
            Range range = spec.Offset..(spec.Offset + spec.Count);
            Span<float> was = before[range];
            bool still = was.SequenceEqual(session.Parameters[range]) && was.SequenceEqual(session.AverageParameters[range]);
            Assert.Equal(spec.Name.StartsWith("stem", StringComparison.Ordinal) || spec.Name == "column.weight", still);
        });
    }

    [Fact]
    public void Group_with_a_rate_of_its_own_moves_that_much_faster_and_decay_spares_biases()
    {
        ParameterLayout layout = StageNet.Build(SmallNetwork.Options, 1, training: false).Parameters;
        ParameterGroup[] groups = [new("*", Decay: 1, Rate: 0.5f), new("head*", Decay: 0, Rate: 2)];
        (float[] rates, float[] decays) = (layout.RateMask(groups), layout.DecayMask(groups));
        Assert.All(layout.Specs, spec =>
        {
            bool head = spec.Name.StartsWith("head", StringComparison.Ordinal);
            Assert.Equal(head ? 2 : 0.5f, rates[spec.Offset]);
            bool decaying = !head && spec.Kind is (ParameterKind.Weight or ParameterKind.SmoothWeight);
            Assert.Equal(decaying ? 1 : 0, decays[spec.Offset]);
        });
    }

    [Fact]
    public void Provider_is_chosen_as_the_service_chooses_its_own()
    {
        if (File.Exists(Path.Combine(AppContext.BaseDirectory, "libonnxruntime_providers_cuda.so"))) Assert.Skip("the CUDA provider is here");
        using TrainingSession session = StageNet.Train(SmallNetwork.Options, 2, new TrainingOptions { Provider = ScoringProvider.Auto });
        Assert.Equal(ScoringProvider.Cpu, session.Provider);
        var error = Assert.Throws<CudaUnavailableException>(
            () => StageNet.Train(SmallNetwork.Options, 2, new TrainingOptions { Provider = ScoringProvider.Cuda }));
        Assert.Contains("libonnxruntime_providers_cuda.so", error.Message, StringComparison.Ordinal);
    }

    private static TrainingSession Start(int part, int threads) =>
        StageNet.Train(SmallNetwork.Options, part, new TrainingOptions { Seed = 3, Threads = threads });
}
