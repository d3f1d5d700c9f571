using Streaming.Training.Graph;
using Streaming.Training.Networks;

namespace Streaming.Tests.Training.Networks;

public sealed class StageNetTests
{
    private static readonly byte[] _labels = [0, 1, 2, 1];

    [Fact]
    public void Gradient_of_the_whole_network_agrees_with_central_differences()
    {
        StageNetOptions options = SmallNetwork.Options;
        using TrainingSession session = StageNet.Train(options, _labels.Length, new TrainingOptions { LabelSmoothing = 0, Seed = 2 });
        byte[] images = SmallNetwork.Images(_labels, seed: 1);
        session.Backward(images, _labels, []);
        float[] gradient = session.Gradient.ToArray();
        NetworkGraph network = StageNet.Build(options, _labels.Length, training: false);
        using var evaluation = new EvaluationSession(network, threads: 1);
        Assert.All(network.Parameters.Specs, spec =>
        {
            Span<float> part = gradient.AsSpan(spec.Offset, spec.Count);
            double norm = Math.Sqrt(part.ToArray().Sum(value => (double)value * value));
            float[] parameters = session.Parameters.ToArray();
            float[] direction = part.ToArray();
            // A wide step may cross the kink of a Relu, a narrow one drowns in rounding: a right gradient fits at one width, a wrong one at none.
            double[] widths = [8e-3, 4e-3, 2e-3, 1e-3];
            double error = widths.Min(width => Math.Abs(Slope(evaluation, images, parameters, direction, spec.Offset, width) - norm));
            Assert.True(norm > 0, $"{spec.Name} has no gradient");
            Assert.True(error < (1e-3 * norm) + 2e-5, $"{spec.Name}: off by {error} from {norm}");
        });
    }

    [Fact]
    public void Gradient_of_the_loss_over_events_agrees_with_central_differences()
    {
        StageNetOptions options = SmallNetwork.Options with { EventKinds = 7 };
        using TrainingSession session = StageNet.Train(options, 2, new TrainingOptions { Seed = 2 });
        byte[] images = SmallNetwork.Images(_labels, seed: 1);
        byte[] labels = [.. _labels.Select(_ => LabelTargets.Unscored)]; // the loss over events alone, two parts of the batch
        byte[] events = new byte[_labels.Length * options.Tokens];
        new Random(3).NextBytes(events);
        session.Backward(images, labels, [], events);
        float[] gradient = session.Gradient.ToArray();
        ParameterLayout layout = StageNet.Build(options, 2, training: true).Parameters;
        foreach (ParameterSpec spec in layout.Specs.Where(spec => spec.Name is "events.weight" or "stem2.weight" or "column.bias" or "second"))
        {
            double norm = Math.Sqrt(gradient.AsSpan(spec.Offset, spec.Count).ToArray().Sum(value => (double)value * value));
            double[] slopes = [.. ((float[])[8e-3f, 4e-3f, 2e-3f]).Select(width =>
                (LossMoved(session.Parameters.ToArray(), spec, width) - LossMoved(session.Parameters.ToArray(), spec, -width)) / (2 * width))];
            Assert.True(norm > 0 && slopes.Min(slope => Math.Abs(slope - norm)) < (2e-3 * norm) + 2e-5, $"{spec.Name}: {string.Join(' ', slopes)}, not {norm}");

            double LossMoved(float[] parameters, ParameterSpec along, float width)
            {
                for (int i = 0; i < along.Count; i++)
                {
                    parameters[along.Offset + i] += (float)(width * gradient[along.Offset + i] / norm);
                }

                using var moved = new TrainingSession(
                    StageNet.Build(options, 2, training: true), StageNet.Build(options, 2, training: false), new TrainingOptions(), start: parameters);
                return moved.Backward(images, labels, [], events);
            }
        }
    }

    [Fact]
    public void Events_are_learnt_and_leave_no_trace_in_the_model_that_is_served()
    {
        StageNetOptions options = SmallNetwork.Options with { EventKinds = 2 };
        using TrainingSession session = StageNet.Train(options, 4, new TrainingOptions { Seed = 2 });
        byte[] labels = [LabelTargets.Unscored, LabelTargets.Unscored, LabelTargets.Unscored, LabelTargets.Unscored];
        byte[] events = [.. _labels.SelectMany(label => Enumerable.Repeat((byte)(4 | label), options.Tokens))]; // the height of the trace says it
        byte[] images = SmallNetwork.Images(_labels, seed: 1);
        float before = session.Backward(images, labels, [], events);
        for (int step = 0; step < 60; step++)
        {
            session.Step(SmallNetwork.Images(_labels, step), labels, [], 1e-2f, events);
        }

        Assert.True(session.Backward(images, labels, [], events) < before / 3);
        Assert.Equal(0, session.Backward(images, labels, []), 6); // none known, none learnt
        float[] plain = session.AverageParameters[..StageNet.Build(SmallNetwork.Options, 1, training: false).Parameters.Count].ToArray();
        Assert.Equal(StageNet.Export(SmallNetwork.Options, plain), StageNet.Export(options, session.AverageParameters));
    }

    [Fact]
    public void Exported_model_gives_the_logits_it_was_evaluated_with()
    {
        StageNetOptions options = SmallNetwork.Options;
        using TrainingSession session = StageNet.Train(options, 1, new TrainingOptions { Seed = 2 });
        byte[] image = SmallNetwork.Images([2], seed: 3);
        float[] logits = new float[options.Classes];
        session.Evaluate(image, logits);
        (float[] exported, _) = Serve(options, session.AverageParameters, image);
        Assert.All(logits.Zip(exported), pair => Assert.Equal(pair.First, pair.Second, 5));
    }

    [Fact]
    public void Scale_bar_does_not_reach_the_decision()
    {
        StageNetOptions options = SmallNetwork.Options;
        float[] parameters = StageNet.Build(options, 1, training: false).Parameters.Initialise(5);
        byte[] image = SmallNetwork.Images([1], seed: 3);
        (float[] before, _) = Serve(options, parameters, image);
        for (int row = 0; row < options.ImageShape[0]; row++)
        {
            image.AsSpan(row * options.ImageWidth, options.CalibrationColumns).Fill(200);
        }

        Assert.Equal(before, Serve(options, parameters, image).Logits);
    }

    [Fact]
    public void Blank_row_and_blank_second_get_no_attention()
    {
        StageNetOptions options = SmallNetwork.Options;
        float[] parameters = StageNet.Build(options, 1, training: false).Parameters.Initialise(5);
        byte[] image = SmallNetwork.Images([1], seed: 3);
        image.AsSpan(options.RowHeight * options.ImageWidth).Clear(); // derivation 1
        for (int row = 0; row < options.RowHeight; row++)
        {
            image.AsSpan((row * options.ImageWidth) + options.CalibrationColumns + options.ColumnsPerSecond, options.ColumnsPerSecond).Clear();
        }

        (_, float[] attention) = Serve(options, parameters, image);
        Assert.Equal([0, 0, 0, 0], attention.Where((_, token) => token is 1 or >= 3));
        Assert.True(attention[0] > 0 && attention[2] > 0);
    }

    [Fact]
    public void Image_without_any_ink_still_gives_finite_logits()
    {
        StageNetOptions options = SmallNetwork.Options;
        float[] parameters = StageNet.Build(options, 1, training: false).Parameters.Initialise(5);
        byte[] blank = new byte[Shapes.Count(options.ImageShape)];
        Assert.All(Serve(options, parameters, blank).Logits, logit => Assert.True(float.IsFinite(logit)));
    }

    [Fact]
    public void Neighbours_in_a_batch_do_not_change_a_row()
    {
        StageNetOptions options = SmallNetwork.Options;
        NetworkGraph network = StageNet.Build(options, 4, training: false);
        float[] parameters = network.Parameters.Initialise(6);
        using var session = new EvaluationSession(network, threads: 1);
        byte[] images = SmallNetwork.Images(_labels, seed: 9);
        float[] before = new float[4 * options.Classes];
        float[] after = new float[4 * options.Classes];
        session.Run(parameters, images, before);
        images.AsSpan(network.ImageLength).Clear();
        session.Run(parameters, images, after);
        Assert.Equal(before[..options.Classes], after[..options.Classes]);
        Assert.NotEqual(before[options.Classes..], after[options.Classes..]);
    }

    [Fact]
    public void Receptive_field_of_the_default_network_is_three_and_a_half_seconds() =>
        Assert.Equal(350, new StageNetOptions().ReceptiveFieldColumns);

    [Fact]
    public void Strides_that_do_not_make_a_second_are_refused()
    {
        var error = Assert.Throws<ArgumentException>(() => StageNet.Build(SmallNetwork.Options with { ColumnsPerSecond = 5 }, 1, training: false));
        Assert.Contains("product 4", error.Message, StringComparison.Ordinal);
    }

    private static (float[] Logits, float[] Attention) Serve(StageNetOptions options, ReadOnlySpan<float> parameters, byte[] image)
    {
        float[] logits = new float[options.Classes];
        float[] attention = new float[options.Tokens];
        using var session = new BoundSession(StageNet.Export(options, parameters), threads: 1);
        session.Input<byte>(NetworkGraph.Image, image, [1, .. options.ImageShape]);
        session.Output<float>(NetworkGraph.Logits, logits, [1, options.Classes]);
        session.Output<float>(NetworkGraph.Attention, attention, [1, options.Derivations, options.Seconds]);
        session.Run();
        return (logits, attention);
    }

    /// <summary>How fast the loss rises along the unit vector of one tensor's gradient, by differences; it should be the gradient's norm.</summary>
    private static double Slope(EvaluationSession session, byte[] images, float[] parameters, float[] part, int offset, double width)
    {
        double norm = Math.Sqrt(part.Sum(value => (double)value * value));
        float[] moved = new float[parameters.Length];
        Span<double> losses = stackalloc double[2];
        for (int side = 0; side < 2; side++)
        {
            parameters.CopyTo(moved, 0);
            for (int index = 0; index < part.Length && norm > 0; index++)
            {
                moved[offset + index] += (float)((side == 0 ? -width : width) * part[index] / norm);
            }

            losses[side] = Loss(session, images, moved);
        }

        return (losses[1] - losses[0]) / (2 * width);
    }

    private static double Loss(EvaluationSession session, byte[] images, float[] parameters)
    {
        int classes = SmallNetwork.Options.Classes;
        float[] logits = new float[_labels.Length * classes];
        session.Run(parameters, images, logits);
        double sum = 0;
        for (int row = 0; row < _labels.Length; row++)
        {
            float[] scores = logits[(row * classes)..((row + 1) * classes)];
            sum += Math.Log(scores.Sum(score => Math.Exp(score))) - scores[_labels[row]];
        }

        return sum / _labels.Length;
    }
}
