using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Networks.Foreign;

/// <summary>The image a model takes, as its file says.</summary>
/// <param name="ElementType">ONNX code: 1 float, 2 uint8.</param>
/// <param name="Width">Null where the file leaves it open; so is Height.</param>
internal sealed record ForeignInput(string Name, int ElementType, int Channels, bool ChannelsLast, int? Height, int? Width)
{
    private const int Float = 1;
    private const int UInt8 = 2;

    /// <exception cref="ForeignModelException">Not one image of 1 or 3 channels.</exception>
    public static ForeignInput Of(string path, GraphProto graph)
    {
        var initializers = graph.Initializer.Select(tensor => tensor.Name).ToHashSet();
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => !initializers.Contains(input.Name))];
        if (inputs.Length != 1)
        {
            var names = string.Join(", ", inputs.Select(input => input.Name));
            throw new ForeignModelException(path, $"it has {inputs.Length} inputs ({names}); one image is expected");
        }
        var tensor = inputs[0].Type.TensorType;
        var dimensions = tensor.Shape?.Dim.Select(dimension => dimension.DimValue > 0 ? (int?)dimension.DimValue : null).ToArray() ?? [];
        if (dimensions.Length != 4 || tensor.ElemType is not (Float or UInt8))
            throw new ForeignModelException(path,
                $"input {inputs[0].Name} is no image: rank {dimensions.Length}, element type {tensor.ElemType}; expected rank 4 of float or uint8");
        if (dimensions[1] is 1 or 3) return new(inputs[0].Name, tensor.ElemType, dimensions[1]!.Value, false, dimensions[2], dimensions[3]);
        if (dimensions[3] is 1 or 3) return new(inputs[0].Name, tensor.ElemType, dimensions[3]!.Value, true, dimensions[1], dimensions[2]);
        throw new ForeignModelException(path, $"input {inputs[0].Name} has neither its second nor its last axis of 1 or 3 channels");
    }

    public long[] Shape(int batch, int height, int width) => ChannelsLast ? [batch, height, width, Channels] : [batch, Channels, height, width];
}
