using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;
using Streaming.Core.Windowing;

namespace Streaming.Scoring;

/// <summary>What a bundle's graph must fulfil to fit its manifest.</summary>
internal static class GraphChecks
{
    public static void Check(string folder, ModelManifest manifest, InferenceSession session)
    {
        var (spec, classes) = (manifest.RenderSpec, ModelManifest.ClassOrder.Count);
        int[] picture = spec.Planes == 1 ? [1, spec.Height, spec.Width] : [1, spec.Height, spec.Width, spec.Planes];
        Tensor(session.InputMetadata, "input", manifest.Input, TensorElementType.UInt8, picture);
        Tensor(session.OutputMetadata, "logits", manifest.Logits, TensorElementType.Float, [1, classes]);
        if (manifest.Attention is { } attention)
            Tensor(session.OutputMetadata, "attention", attention, TensorElementType.Float, [1, spec.Rows.Count, Epoch.Seconds]);
        if (session.InputMetadata.Count != 1)
            throw new ModelBundleException(folder, "model.onnx: inputs", string.Join(", ", session.InputMetadata.Keys), $"'{manifest.Input}' alone");

        void Tensor(IReadOnlyDictionary<string, NodeMetadata> graph, string field, string name, TensorElementType type, int[] shape)
        {
            if (!graph.TryGetValue(name, out var found))
                throw new ModelBundleException(folder, field, $"'{name}'", $"one of the graph's own: {string.Join(", ", graph.Keys)}");
            var fits = found.IsTensor && found.ElementDataType == type && found.Dimensions.Length == shape.Length;
            for (var i = 0; fits && i < shape.Length; i++)
                fits = found.Dimensions[i] == shape[i] || (i == 0 && found.Dimensions[i] == -1); // -1: any batch
            if (!fits)
                throw new ModelBundleException(folder, $"model.onnx: {name}", $"{found.ElementDataType} {Shown(found.Dimensions)}",
                    $"{type} {Shown(shape)}");
        }
    }

    private static string Shown(int[] shape) => $"[{string.Join(", ", shape)}]";
}
