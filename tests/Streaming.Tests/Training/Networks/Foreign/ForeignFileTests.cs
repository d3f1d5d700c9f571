using Google.Protobuf;
using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;
using Streaming.Training.Networks.Foreign;

namespace Streaming.Tests.Training.Networks.Foreign;

/// <summary>Files made here, each with one thing that files of others have.</summary>
public sealed class ForeignFileTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("foreign").FullName;

    [Fact]
    public void Operator_without_a_rule_is_named_with_its_node_before_training_starts()
    {
        var network = Open(graph =>
        {
            var x = graph.Conv(graph.Input("x", ElementType.Float, 1, 3, 48, 48), Weight(graph, [4, 3, 3, 3]), null, Convolution.Plane(stride: 2));
            return graph.Add("LRN", [x], ElementType.Float, x.Shape, NodeAttribute.Of("size", 3));
        });
        var error = Assert.Throws<NotSupportedException>(() => network.Build(1, training: true));
        Assert.Contains("LRN", error.Message, StringComparison.Ordinal);
        Assert.Contains("graph/LRN_1", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Operators_of_other_makers_are_named()
    {
        var network = Open(graph =>
        {
            var x = graph.Conv(graph.Input("x", ElementType.Float, 1, 3, 48, 48), Weight(graph, [4, 3, 3, 3]), null, Convolution.Plane(stride: 2));
            return graph.Add("Gelu", [x], ElementType.Float, x.Shape);
        }, model => model.Graph.Node.First(node => node.OpType == "Gelu").Domain = "com.microsoft");
        var error = Assert.Throws<NotSupportedException>(() => network.Build(1, training: true));
        Assert.Contains("com.microsoft::Gelu", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Channels_last_and_scaling_inside_the_file_are_seen()
    {
        var network = Open(graph =>
        {
            var image = graph.Input("x", ElementType.Float, 1, 64, 96, 3);
            var scaled = graph.Divide(graph.Subtract(image, graph.Scalar(127.5f)), graph.Scalar(127.5f));
            return graph.Conv(graph.Transpose(scaled, 0, 3, 1, 2), Weight(graph, [4, 3, 8, 8]), null, Convolution.Plane(stride: 8));
        });
        Assert.True(network.Model.Input.ChannelsLast);
        Assert.Equal((96, 64, "raw"), (network.Spec.Width, network.Spec.Height, network.Pixels));
        Assert.Equal([4, 5], network.Build(2, training: true).Parameters.Specs.Single(spec => spec.Name == "head.weight").Shape);
    }

    [Fact]
    public void Grey_network_gets_the_grey_picture()
    {
        var network = Open(graph => graph.Conv(
            graph.Input("x", ElementType.Float, 1, 1, 112, 112), Weight(graph, [4, 1, 8, 8]), null, Convolution.Plane(stride: 8)));
        Assert.Equal(("paper-336", 112, 1), (network.Spec.Preset, network.Spec.Width, network.Spec.Planes));
        network.Build(1, training: true);
    }

    [Fact]
    public void File_that_is_none_is_refused_by_name()
    {
        var path = Path.Combine(_folder, "text.onnx");
        File.WriteAllText(path, "this is not a model");
        var error = Assert.Throws<ForeignModelException>(() => ForeignNetwork.Open(new ForeignRecipe { Path = path }, []));
        Assert.Contains(path, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Network_that_reads_no_image_is_refused_by_its_input()
    {
        var error = Assert.Throws<ForeignModelException>(() => Open(graph => graph.Relu(graph.Input("tokens", ElementType.Float, 1, 128))));
        Assert.Contains("tokens", error.Message, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static GraphValue Weight(GraphBuilder graph, int[] shape)
    {
        var random = new Random(1);
        return graph.Initializer("w", shape, [.. Enumerable.Range(0, Shapes.Count(shape)).Select(_ => random.NextSingle() - 0.5f)]);
    }

    private ForeignNetwork Open(Func<GraphBuilder, GraphValue> make, Action<ModelProto>? change = null)
    {
        var graph = new GraphBuilder();
        graph.Output("out", make(graph));
        var model = ModelProto.Parser.ParseFrom(graph.ToModel("test"));
        change?.Invoke(model);
        if (change is not null) model.OpsetImport.Add(new OperatorSetIdProto { Domain = "com.microsoft", Version = 1 });
        var path = Path.Combine(_folder, $"{Guid.NewGuid()}.onnx");
        File.WriteAllBytes(path, model.ToByteArray());
        return ForeignNetwork.Open(new ForeignRecipe { Path = path }, []);
    }
}
