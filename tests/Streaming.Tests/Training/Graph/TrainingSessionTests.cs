using Streaming.Tests.Training.Networks;
using Streaming.Training.Graph;
using Streaming.Training.Networks;

namespace Streaming.Tests.Training.Graph;

public sealed class TrainingSessionTests
{
    private const int Batch = 8;
    private const float Rate = 3e-3f;
    private static readonly TrainingOptions _options = new() { Seed = 7, Threads = 2 };

    [Fact]
    public void Loss_falls_and_held_out_images_are_told_apart()
    {
        using TrainingSession session = Start();
        float first = Run(session, from: 0, steps: 1);
        float last = Run(session, from: 1, steps: 150);
        Assert.True(last < 0.6f * first, $"from {first} to {last}");
        byte[] labels = Labels(seed: 999);
        float[] logits = new float[Batch * 3];
        session.Evaluate(SmallNetwork.Images(labels, seed: 999), logits);
        int right = labels.Where((label, row) => Best(logits.AsSpan(row * 3, 3)) == label).Count();
        Assert.InRange(right, Batch - 1, Batch);
    }

    [Fact]
    public void Same_seed_gives_the_same_bits()
    {
        using TrainingSession one = Start();
        using TrainingSession two = Start();
        Run(one, from: 0, steps: 20);
        Run(two, from: 0, steps: 20);
        Assert.Equal(one.Parameters.ToArray(), two.Parameters.ToArray());
        Assert.Equal(one.AverageParameters.ToArray(), two.AverageParameters.ToArray());
    }

    [Fact]
    public void Restored_run_goes_on_with_the_same_bits()
    {
        using TrainingSession whole = Start();
        using TrainingSession resumed = Start();
        using var checkpoint = new MemoryStream();
        Run(whole, from: 0, steps: 5);
        whole.Save(checkpoint);
        Run(whole, from: 5, steps: 5);
        checkpoint.Position = 0;
        resumed.Restore(checkpoint);
        Assert.Equal(5, resumed.StepCount);
        Run(resumed, from: 5, steps: 5);
        Assert.Equal(whole.Parameters.ToArray(), resumed.Parameters.ToArray());
        Assert.Equal(whole.AverageParameters.ToArray(), resumed.AverageParameters.ToArray());
    }

    [Theory]
    [InlineData(10)]
    [InlineData(400)]
    public void Checkpoint_cut_short_is_refused_and_changes_nothing(int length)
    {
        using TrainingSession session = Start();
        float[] before = session.Parameters.ToArray();
        using var checkpoint = new MemoryStream();
        session.Save(checkpoint);
        checkpoint.SetLength(length);
        checkpoint.Position = 0;
        Assert.Throws<InvalidDataException>(() => session.Restore(checkpoint));
        Assert.Equal(before, session.Parameters.ToArray());
    }

    [Fact]
    public void Checkpoint_of_another_network_is_refused_with_both_sizes()
    {
        using TrainingSession session = Start();
        using TrainingSession other = StageNet.Train(SmallNetwork.Options with { ColumnChannels = 5 }, 1, _options);
        using var checkpoint = new MemoryStream();
        other.Save(checkpoint);
        checkpoint.Position = 0;
        var error = Assert.Throws<InvalidDataException>(() => session.Restore(checkpoint));
        Assert.Contains($"{other.Parameters.Length} parameters", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{session.Parameters.Length}", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Short_batch_trains_as_a_whole_one_padded_with_unscored_images()
    {
        using TrainingSession session = Start();
        byte[] labels = Labels(seed: 1);
        labels.AsSpan(3).Fill(LabelTargets.Unscored);
        byte[] images = SmallNetwork.Images(labels, seed: 1);
        float padded = session.Backward(images, labels, []);
        float[] expected = session.Gradient.ToArray();
        float alone = session.Backward(images.AsMemory(0, images.Length / Batch * 3), labels.AsSpan(0, 3), []);
        Assert.Equal(padded, alone, 6);
        Assert.All(session.Gradient.ToArray().Zip(expected), pair => Assert.Equal(pair.Second, pair.First, 6));
    }

    [Fact]
    public void Images_that_do_not_fit_the_labels_are_refused()
    {
        using TrainingSession session = Start();
        Assert.Throws<ArgumentException>(() => session.Step(new byte[5], [0], [], Rate));
    }

    private static TrainingSession Start() => StageNet.Train(SmallNetwork.Options, Batch, _options);

    private static float Run(TrainingSession session, int from, int steps)
    {
        float loss = 0;
        for (int step = from; step < from + steps; step++)
        {
            byte[] labels = Labels(step);
            loss = session.Step(SmallNetwork.Images(labels, step), labels, [], Rate).Loss;
        }

        return loss;
    }

    private static byte[] Labels(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Batch).Select(_ => (byte)random.Next(3))];
    }

    private static int Best(ReadOnlySpan<float> scores) => Array.IndexOf(scores.ToArray(), scores.ToArray().Max());
}
