using System.Runtime.InteropServices;
using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks;

/// <summary>Recognises StageNet in an ONNX file by the names and shapes of its weights, so that it can be written in another form or trained on.</summary>
/// <param name="Options">Its size.</param>
/// <param name="Values">All parameters in the order of the layout.</param>
internal sealed record StageNetParameters(StageNetOptions Options, float[] Values)
{
    /// <param name="networks">Sizes it may have.</param>
    /// <returns>Null where the file holds another network.</returns>
    public static StageNetParameters? Of(ModelProto model, IEnumerable<StageNetOptions> networks)
    {
        Dictionary<string, TensorProto> tensors = model.Graph.Initializer.ToDictionary(tensor => tensor.Name);
        foreach (StageNetOptions options in networks)
        {
            ParameterLayout layout = StageNet.Build(options, 1, training: false).Parameters;
            if (layout.Specs.All(spec => tensors.TryGetValue(spec.Name, out TensorProto? tensor) && Fits(tensor, spec)))
            {
                float[] values = new float[layout.Count];
                foreach (ParameterSpec spec in layout.Specs)
                {
                    MemoryMarshal.Cast<byte, float>(tensors[spec.Name].RawData.Span).CopyTo(values.AsSpan(spec.Offset, spec.Count));
                }

                return new StageNetParameters(options, values);
            }
        }

        return null;
    }

    private static bool Fits(TensorProto tensor, ParameterSpec spec) =>
        tensor.DataType == (int)ElementType.Float && tensor.RawData.Length == spec.Count * sizeof(float)
        && tensor.Dims.SequenceEqual(spec.Shape.Select(length => (long)length));
}
