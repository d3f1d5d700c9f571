using Google.Protobuf;
using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;
using Streaming.Training.Networks;
using Streaming.Training.Optimising;

namespace Streaming.Tests.Training.Optimising;

public sealed class OptimisedGraphTests
{
    private static readonly StageNetOptions s_network = new() { Derivations = 2, Channels = [12, 16, 16], Heads = 2 };
    private static readonly float[] s_parameters = StageNet.Build(s_network, 1, training: false).Parameters.Initialise(5);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Convolutions_are_the_same_function()
    {
        byte[] picture = Pictures(1)[0];
        AssertNear(Run(Reference(1), picture), Run(Convolved(1), picture), 1e-4);
    }

    [Fact]
    public void Parameters_are_found_in_the_file_that_was_exported_from_them()
    {
        StageNetParameters? found = StageNetParameters.Of(Reference(1), [new StageNetOptions(), s_network]);
        Assert.Equal(s_network, found?.Options);
        Assert.Equal(s_parameters, found!.Values);
        Assert.Null(StageNetParameters.Of(Reference(1), [new StageNetOptions()]));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Equalised_channels_are_the_same_function(double strength)
    {
        byte[][] pictures = Pictures(3);
        ModelProto equal = Equalisation.Of(Convolved(1), pictures, strength, Token);
        AssertNear(Run(Convolved(1), pictures[2]), Run(equal, pictures[2]), 1e-4);
        Assert.Equal(strength == 0, equal.Graph.Initializer.First(tensor => tensor.Name == "stem1.kernel").RawData
            == Convolved(1).Graph.Initializer.First(tensor => tensor.Name == "stem1.kernel").RawData);
    }

    [Fact]
    public void Whole_numbers_come_near_single_precision()
    {
        byte[][] pictures = Pictures(9);
        ModelProto whole = Whole(1, pictures[..8]);
        float[] expected = Run(Reference(1), pictures[8]);
        AssertNear(expected, Run(whole, pictures[8]), 0.03);
        Assert.NotEqual(expected, Run(whole, pictures[8]));
        // Far less of it is left where the scales are wrong: the comparison above can fail.
        TensorProto weights = whole.Graph.Initializer.First(tensor => tensor.DataType == (int)ElementType.Int8 && tensor.Dims.Count == 3);
        weights.RawData = ByteString.CopyFrom([.. weights.RawData.Select(value => (byte)((sbyte)value / 4))]);
        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertNear(expected, Run(whole, pictures[8]), 0.03));
    }

    [Fact]
    public void Weights_are_one_byte_each_and_sensitive_nodes_stay_as_they_are()
    {
        ModelProto whole = Whole(1, Pictures(4));
        Assert.Equal(3, whole.Graph.Initializer.Count(tensor => tensor.DataType == (int)ElementType.Int8 && tensor.Dims.Count == 3));
        foreach (string kind in (string[])["LayerNormalization", "Softmax", "Gelu"])
            Assert.Equal(Reference(1).Graph.Node.Count(node => node.OpType == kind), whole.Graph.Node.Count(node => node.OpType == kind));
        Assert.Contains(whole.Graph.Node, node => node.OpType == "Gemm" && node.Input[1] == "head.weight");
        Assert.Contains(whole.Graph.Node, node => node.OpType == "Conv" && node.Input[1] == "stem3.kernel"); // no ReLU follows it
        Assert.DoesNotContain(whole.Graph.Node, node => node.OpType.StartsWith("Dynamic", StringComparison.Ordinal));
    }

    [Fact]
    public void A_picture_s_answer_does_not_depend_on_its_neighbours_in_a_batch()
    {
        const int Batch = 4;
        byte[][] pictures = Pictures(8);
        ModelProto whole = Whole(Batch, [[.. pictures[..4].SelectMany(picture => picture)]]);
        float[] among = Run(whole, [.. pictures[..4].SelectMany(picture => picture)]);
        // The loudest and the emptiest of neighbours: dynamic scales would follow them.
        byte[] loud = [.. Enumerable.Repeat((byte)255, pictures[0].Length)];
        float[] beside = Run(whole, [.. pictures[0], .. loud, .. new byte[loud.Length], .. pictures[7]]);
        Assert.Equal(among[..5], beside[..5]);
        Assert.NotEqual(among[5..10], beside[5..10]);
    }

    [Fact]
    public void Half_precision_comes_near_single_precision()
    {
        byte[] picture = Pictures(1)[0];
        ModelProto half = HalfGraph.Of(Reference(1));
        float[] expected = Run(Reference(1), picture);
        AssertNear(expected, Run(half, picture), 0.01);
        Assert.NotEqual(expected, Run(half, picture));
        Assert.Contains(half.Graph.Initializer, tensor => tensor.DataType == (int)ElementType.Float16);
        Assert.Contains(half.Graph.Initializer, tensor => tensor.Name == "head.weight" && tensor.DataType == (int)ElementType.Float);
    }

    private static ModelProto Reference(int batch) => ModelProto.Parser.ParseFrom(StageNet.Export(s_network, s_parameters, batch));

    private static ModelProto Convolved(int batch) => ModelProto.Parser.ParseFrom(StageNet.Export(s_network, s_parameters, batch, convolutions: true));

    private static ModelProto Whole(int batch, byte[][] pictures)
    {
        ModelProto graph = Convolved(batch);
        bool Choose(NodeProto node) => node.OpType == "Conv";
        return IntegerGraph.Of(
            graph, Choose, Calibration.Spans(graph, pictures, IntegerGraph.Points(graph, Choose), Token),
            InputMoments.Of(graph, pictures, IntegerGraph.Nodes(graph, Choose), Token));
    }

    private static float[] Run(ModelProto model, byte[] images)
    {
        int batch = images.Length / Shapes.Count(s_network.ImageShape);
        float[] logits = new float[batch * s_network.Classes];
        using var session = new BoundSession(model.ToByteArray(), 1);
        session.Input<byte>(NetworkGraph.Image, images, [batch, .. s_network.ImageShape]);
        session.Output<float>(NetworkGraph.Logits, logits, [batch, s_network.Classes]);
        session.Output<float>(NetworkGraph.Attention, new float[batch * s_network.Tokens], [batch, s_network.Derivations, s_network.Seconds]);
        session.Run();
        return logits;
    }

    // Traces of a few frequencies, a line of a pixel or two in each row, as the renderer draws them.
    private static byte[][] Pictures(int count) => [.. Enumerable.Range(0, count).Select(number =>
    {
        (int height, int width) = (s_network.RowHeight, s_network.ImageWidth);
        byte[] picture = new byte[s_network.Derivations * height * width];
        for (int row = 0; row < s_network.Derivations; row++)
        {
            for (int column = s_network.CalibrationColumns; column < width; column++)
            {
                double place = (height / 2) + (11 * Math.Sin(column * (0.01 + (0.05 * (number + row)))));
                picture[(((row * height) + (int)place) * width) + column] = (byte)(255 * (1 - (place - Math.Floor(place))));
                picture[(((row * height) + (int)place + 1) * width) + column] = (byte)(255 * (place - Math.Floor(place)));
            }
        }

        return picture;
    })];

    // Relative to the spread of the logits.
    private static void AssertNear(float[] expected, float[] found, double share)
    {
        double spread = expected.Max() - expected.Min();
        Assert.True(spread > 0);
        Assert.All(expected.Zip(found), pair => Assert.True(
            Math.Abs(pair.First - pair.Second) <= share * spread, $"{string.Join(' ', expected)} | {string.Join(' ', found)}"));
    }
}
