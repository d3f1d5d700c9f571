using Google.Protobuf;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>An ONNX file that reads an image.</summary>
internal sealed class ForeignModel
{
    private const int OldestOperatorSet = 7; // broadcasting as it still is

    private readonly Dictionary<string, NodeProto> _producers;

    private ForeignModel(string path, ModelProto proto, ForeignInput input)
    {
        (Path, Proto, Input) = (path, proto, input);
        OperatorSet = (int)(proto.OpsetImport.FirstOrDefault(set => set.Domain is "" or "ai.onnx")?.Version ?? 0);
        if (OperatorSet < OldestOperatorSet)
            throw new ForeignModelException(path, $"it is of operator set {OperatorSet}; {OldestOperatorSet} or later is read");
        _producers = Graph.Node.SelectMany(node => node.Output.Where(name => name.Length > 0).Select(name => (name, node)))
            .ToDictionary(pair => pair.name, pair => pair.node);
    }

    public string Path { get; }

    public ModelProto Proto { get; }

    public ForeignInput Input { get; }

    public int OperatorSet { get; }

    public GraphProto Graph => Proto.Graph;

    /// <exception cref="ForeignModelException">It is not readable as an ONNX file, or does not read an image.</exception>
    public static ForeignModel Read(string path)
    {
        try
        {
            var proto = ModelProto.Parser.ParseFrom(File.ReadAllBytes(path));
            if (proto.Graph is null || proto.Graph.Node.Count == 0) throw new ForeignModelException(path, "it holds no graph; is it an ONNX file?");
            return new(path, proto, ForeignInput.Of(path, proto.Graph));
        }
        catch (Exception e) when (e is InvalidProtocolBufferException or IOException or UnauthorizedAccessException)
        {
            throw new ForeignModelException(path, $"it cannot be read as an ONNX file: {e.Message}", e);
        }
    }

    /// <summary>The node that makes a value; null for inputs and weights.</summary>
    public NodeProto? ProducerOf(string value) => _producers.GetValueOrDefault(value);
}
