using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>
/// Means and variances of batch normalisations, measured on our own pictures before training (Li et al. 2016, AdaBN): those in a file are of
/// photographs or print, and those of weights drawn at random are not known at all. From then on they are constants.
/// </summary>
internal sealed class OwnStatistics
{
    private readonly List<(string Name, GraphValue Value)> _measured = [];

    /// <summary>The node with the statistics of the batch at hand, which become outputs of the graph.</summary>
    public GraphValue Append(GraphBuilder graph, NodeProto node, GraphValue x, GraphValue scale, GraphValue bias)
    {
        int[] axes = [0, .. Enumerable.Range(2, x.Rank - 2)];
        int[] perChannel = [1, x.Shape[1], .. Enumerable.Repeat(1, x.Rank - 2)];
        var mean = graph.ReduceMean(x, axes, keepDimensions: true);
        var centred = graph.Subtract(x, mean);
        var variance = graph.ReduceMean(graph.Multiply(centred, centred), axes, keepDimensions: true);
        _measured.Add((node.Input[3], graph.Output($"statistic{_measured.Count}", graph.Reshape(mean, x.Shape[1]))));
        _measured.Add((node.Input[4], graph.Output($"statistic{_measured.Count}", graph.Reshape(variance, x.Shape[1]))));
        var epsilon = node.Attribute.FirstOrDefault(attribute => attribute.Name == "epsilon")?.F ?? 1e-5f;
        var deviation = graph.Sqrt(graph.Add(variance, graph.Scalar(epsilon)));
        var normalised = graph.Multiply(graph.Divide(centred, deviation), graph.Reshape(scale, perChannel));
        return graph.Add(normalised, graph.Reshape(bias, perChannel));
    }

    /// <summary>Runs the finished graph on images and gives the statistics by the names of the constants they replace.</summary>
    public IReadOnlyDictionary<string, float[]> Measure(byte[] model, ParameterLayout layout, float[] parameters, byte[] images, int[] imageShape)
    {
        var found = new Dictionary<string, float[]>();
        using var session = new BoundSession(model, Environment.ProcessorCount);
        session.Input<byte>(NetworkGraph.Image, images, imageShape);
        foreach (var spec in layout.Specs) session.Input(spec.Name, parameters.AsMemory(spec.Offset, spec.Count), spec.Shape);
        foreach (var (name, value) in _measured)
        {
            found[name] = new float[value.Count];
            session.Output<float>(value.Name, found[name], value.Shape);
        }
        session.Run();
        return found;
    }
}
