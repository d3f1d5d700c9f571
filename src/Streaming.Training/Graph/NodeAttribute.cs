using Google.Protobuf;
using Streaming.Training.Graph.Onnx;
using static Streaming.Training.Graph.Onnx.AttributeProto.Types;

namespace Streaming.Training.Graph;

/// <summary>Makes the attributes of nodes.</summary>
internal static class NodeAttribute
{
    public static AttributeProto Of(string name, int value) => new() { Name = name, Type = AttributeType.Int, I = value };

    public static AttributeProto Of(string name, float value) => new() { Name = name, Type = AttributeType.Float, F = value };

    public static AttributeProto Of(string name, string value) =>
        new() { Name = name, Type = AttributeType.String, S = ByteString.CopyFromUtf8(value) };

    public static AttributeProto Of(string name, ReadOnlySpan<int> values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeType.Ints };
        foreach (int value in values)
        {
            attribute.Ints.Add(value);
        }

        return attribute;
    }
}
