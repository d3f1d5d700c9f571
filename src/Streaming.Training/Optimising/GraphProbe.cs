using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Optimising;

/// <summary>A graph run as it stands, with values inside it as outputs.</summary>
internal sealed class GraphProbe : IDisposable
{
    private readonly InferenceSession _session;
    private readonly RunOptions _options = new();

    /// <param name="values">Null: every value that a node makes.</param>
    public GraphProbe(ModelProto model, IReadOnlyList<string>? values = null)
    {
        ModelProto probed = model.Clone();
        probed.Graph.Output.Clear();
        Values = values ?? [.. probed.Graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0).Distinct()];
        probed.Graph.Output.Add(Values.Select(name => new ValueInfoProto { Name = name }));
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 };
        _session = new InferenceSession(probed.ToByteArray(), options);
    }

    public IReadOnlyList<string> Values { get; }

    /// <summary>Whether a value is of single precision.</summary>
    public bool IsFloat(string value) =>
        _session.OutputMetadata.TryGetValue(value, out NodeMetadata? found) && found.ElementDataType == TensorElementType.Float;

    /// <summary>Shows each value for one input.</summary>
    public void Run(string inputName, OrtValue input, ShowValue show)
    {
        using IDisposableReadOnlyCollection<OrtValue> results = _session.Run(_options, [inputName], [input], Values);
        for (int i = 0; i < Values.Count; i++)
        {
            show(Values[i], results[i].GetTensorDataAsSpan<float>(), results[i].GetTensorTypeAndShape().Shape);
        }
    }

    public void Dispose()
    {
        _session.Dispose();
        _options.Dispose();
    }
}
