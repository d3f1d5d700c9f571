using Microsoft.ML.OnnxRuntime;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Optimising;

/// <summary>Runs training pictures through a graph and finds what spans its values take.</summary>
internal static class Calibration
{
    /// <param name="pictures">Read twice.</param>
    /// <param name="values">Names of the tensors.</param>
    public static Dictionary<string, QuantisedSpan> Spans(
        ModelProto model, IReadOnlyList<byte[]> pictures, IReadOnlyList<string> values, CancellationToken cancellationToken)
    {
        Dictionary<string, ValueRange> ranges = values.ToDictionary(name => name, _ => new ValueRange());
        Read(model, pictures, values, (name, found, _) => ranges[name].Widen(found), cancellationToken);
        Read(model, pictures, values, (name, found, _) => ranges[name].Count(found), cancellationToken);
        return ranges.ToDictionary(pair => pair.Key, pair => pair.Value.Best());
    }

    /// <summary>Shows each of the values for each picture.</summary>
    public static void Read(
        ModelProto model, IReadOnlyList<byte[]> pictures, IReadOnlyList<string> values, ShowValue show, CancellationToken cancellationToken)
    {
        using var probe = new GraphProbe(model, values);
        ValueInfoProto input = model.Graph.Input[0];
        long[] shape = [.. input.Type.TensorType.Shape.Dim.Select(axis => axis.DimValue)];
        foreach (byte[] picture in pictures)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using OrtValue image = OrtValue.CreateTensorValueFromMemory(picture, shape);
            probe.Run(input.Name, image, show);
        }
    }
}
