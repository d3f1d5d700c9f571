using System.Runtime.InteropServices;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>Reads the tensors stored in a file, in whichever of the format's fields they are.</summary>
internal static class TensorContent
{
    private const int External = 1;

    /// <exception cref="ForeignModelException">The content is in another file, or of an element type that is not read.</exception>
    public static TracedValue Of(string path, TensorProto tensor)
    {
        if (tensor.DataLocation == External)
            throw new ForeignModelException(path, $"weight {tensor.Name} is stored in another file, which is not read");
        int[] shape = [.. tensor.Dims.Select(length => (int)length)];
        return new(tensor.DataType, shape, tensor.RawData.Length > 0 ? tensor.RawData.ToByteArray() : Fields(path, tensor));
    }

    private static byte[] Fields(string path, TensorProto tensor) => tensor.DataType switch
    {
        1 => Bytes<float>([.. tensor.FloatData]),
        2 => [.. tensor.Int32Data.Select(value => (byte)value)],
        6 => Bytes<int>([.. tensor.Int32Data]),
        7 => Bytes<long>([.. tensor.Int64Data]),
        9 => [.. tensor.Int32Data.Select(value => (byte)value)],
        11 => Bytes<double>([.. tensor.DoubleData]),
        var other => throw new ForeignModelException(path, $"weight {tensor.Name} is of element type {other}, which is not read"),
    };

    private static byte[] Bytes<T>(T[] values)
        where T : struct => MemoryMarshal.AsBytes<T>(values).ToArray();
}
