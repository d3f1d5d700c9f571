using System.Runtime.InteropServices;
using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>
/// A model run once at a fixed batch and image size with every intermediate value as an output: their shapes, and the contents of all that does
/// not depend on the image (weights, and whatever the file computes from shapes), which need not be computed again.
/// </summary>
internal sealed class TracedModel
{
    private readonly Dictionary<string, TracedValue> _values = [];

    private TracedModel(ForeignModel model, int batch) => (Model, Batch) = (model, batch);

    public ForeignModel Model { get; }

    public int Batch { get; }

    public TracedValue this[string name] => _values.TryGetValue(name, out var value)
        ? value
        : throw new ForeignModelException(Model.Path, $"value {name} was not found in the trial run");

    /// <summary>Whether a value is the same for every image.</summary>
    public bool IsFixed(string name) => this[name].Content is not null;

    /// <exception cref="ForeignModelException">The runtime refuses the model, or it does not run at this batch and size.</exception>
    public static TracedModel Of(ForeignModel model, int batch, int height, int width)
    {
        var traced = new TracedModel(model, batch);
        try
        {
            traced.Run(height, width);
            return traced;
        }
        catch (OnnxRuntimeException e)
        {
            throw new ForeignModelException(model.Path, $"it does not run on {batch} images of {width} × {height}: {e.Message}", e);
        }
    }

    private void Run(int height, int width)
    {
        var dependent = Dependent();
        var (proto, names) = Instrumented(Model.Input.Shape(Batch, height, width));
        using var options = new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL, IntraOpNumThreads = 1 };
        using var session = new InferenceSession(proto.ToByteArray(), options);
        using var image = OrtValue.CreateAllocatedTensorValue(
            OrtAllocator.DefaultInstance, (TensorElementType)Model.Input.ElementType, Model.Input.Shape(Batch, height, width));
        image.GetTensorMutableRawData().Clear();
        using var runOptions = new RunOptions();
        using var results = session.Run(runOptions, [Model.Input.Name], [image], names);
        for (var i = 0; i < names.Length; i++)
            if (results[i].IsTensor) _values[names[i]] = Read(results[i], keep: !dependent.Contains(names[i]));
        foreach (var tensor in Model.Graph.Initializer) _values[tensor.Name] = TensorContent.Of(Model.Path, tensor);
        _values[Model.Input.Name] = new(Model.Input.ElementType, [.. Model.Input.Shape(Batch, height, width).Select(length => (int)length)], null);
    }

    /// <summary>Names of the values that change with the image; its shape does not.</summary>
    private HashSet<string> Dependent()
    {
        var dependent = new HashSet<string> { Model.Input.Name };
        foreach (var node in Model.Graph.Node)
            if (node.OpType is not ("Shape" or "Size") && node.Input.Any(dependent.Contains)) dependent.UnionWith(node.Output);
        return dependent;
    }

    private (ModelProto Model, string[] Names) Instrumented(long[] shape)
    {
        var proto = Model.Proto.Clone();
        var graph = proto.Graph;
        var dimensions = graph.Input.First(input => input.Name == Model.Input.Name).Type.TensorType.Shape.Dim;
        for (var axis = 0; axis < shape.Length; axis++) dimensions[axis] = new TensorShapeProto.Types.Dimension { DimValue = shape[axis] };
        string[] names = [.. graph.Node.SelectMany(node => node.Output).Where(name => name.Length > 0).Distinct()];
        graph.Output.Clear();
        graph.Output.Add(names.Select(name => new ValueInfoProto { Name = name }));
        graph.ValueInfo.Clear(); // may state shapes of another batch
        return (proto, names);
    }

    private static TracedValue Read(OrtValue value, bool keep)
    {
        var info = value.GetTensorTypeAndShape();
        int[] shape = [.. info.Shape.Select(length => (int)length)];
        var content = keep && info.ElementDataType != TensorElementType.String ? value.GetTensorDataAsSpan<byte>(info).ToArray() : null;
        return new((int)info.ElementDataType, shape, content);
    }
}

file static class OrtValueBytes
{
    public static ReadOnlySpan<byte> GetTensorDataAsSpan<T>(this OrtValue value, OrtTensorTypeAndShapeInfo info) => info.ElementDataType switch
    {
        TensorElementType.Float => MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<float>()),
        TensorElementType.Int64 => MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<long>()),
        TensorElementType.Int32 => MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<int>()),
        TensorElementType.Double => MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<double>()),
        TensorElementType.Bool => MemoryMarshal.AsBytes(value.GetTensorDataAsSpan<bool>()),
        TensorElementType.UInt8 => value.GetTensorDataAsSpan<byte>(),
        var other => throw new NotSupportedException($"Constants of element type {other} are not read."),
    };
}
