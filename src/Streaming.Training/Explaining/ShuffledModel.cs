using Google.Protobuf;
using Streaming.Core.Simulation;
using Streaming.Scoring;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Training.Explaining;

/// <summary>The same network with its weights in random order: it has learnt nothing, and a map that does not change with it explains
/// nothing (Adebayo et al. 2018, "Sanity checks for saliency maps").</summary>
internal static class ShuffledModel
{
    private const int Float = 1; // ONNX's number for single precision
    private const int LeastWeights = 16; // shapes, scales and biases of a few numbers stay

    /// <summary>Writes it as a bundle.</summary>
    public static ModelBundle Write(ModelBundle bundle, string folder, ulong seed)
    {
        var model = ModelProto.Parser.ParseFrom(bundle.Model);
        var random = new SeededRandom(seed, 1);
        foreach (var tensor in model.Graph.Initializer)
        {
            if (tensor.DataType != Float || tensor.RawData.Length < LeastWeights * sizeof(float)) continue;
            var content = tensor.RawData.ToByteArray();
            var weights = System.Runtime.InteropServices.MemoryMarshal.Cast<byte, float>(content.AsSpan());
            for (var i = weights.Length - 1; i > 0; i--)
            {
                var other = random.Below(i + 1);
                (weights[i], weights[other]) = (weights[other], weights[i]);
            }
            tensor.RawData = ByteString.CopyFrom(content);
        }
        return ModelBundle.Write(folder, bundle.Manifest with { Variants = null }, model.ToByteArray(), "# The same network, its weights in random order\n");
    }
}
