using Streaming.Core.Rendering;
using Streaming.Core.Staging;
using Streaming.Scoring;
using Streaming.Training.Graph;

namespace Streaming.Tests.Scoring;

/// <summary>A bundle whose network is a few sums: logits from the ink of each band, attention from the ink of each second.</summary>
internal sealed class TinyModel : IDisposable
{
    public string Folder { get; } = Directory.CreateTempSubdirectory("streaming-bundle-").FullName;

    public static ModelManifest Manifest { get; } = new()
    {
        Name = "tiny",
        Version = "1",
        RenderSpec = RenderSpecs.Lossless100,
        Temperature = 1.0 / 3,
        Smoother = SmootherSpec.Default,
        Attention = "attention",
        Training = "Nothing: made by hand for tests.",
        Agreement = [],
    };

    public ModelBundle Write(ModelManifest? manifest = null, byte[]? model = null) =>
        ModelBundle.Write(Folder, manifest ?? Manifest, model ?? Graph(), "# tiny\n");

    /// <param name="inputHeight">192 fits the manifest.</param>
    /// <param name="classes">5 fits the manifest.</param>
    /// <param name="gain">On the logits; infinite makes them not finite.</param>
    public static byte[] Graph(int inputHeight = 192, int classes = 5, float gain = 1)
    {
        var graph = new GraphBuilder();
        var image = graph.Input("image", ElementType.UInt8, 1, inputHeight, 3008);
        var bands = graph.Reshape(graph.Cast(image, ElementType.Float), 1, 6, inputHeight / 6, 3008);
        var traces = graph.Reshape(graph.Slice(bands, 3, 8, 3008), 1, 6, inputHeight / 6, 30, 100);
        var seconds = graph.ReduceMean(traces, [2, 4]);
        float[] weights = [.. Enumerable.Range(0, 6 * classes).Select(i => gain * MathF.Sin(i + 1))];
        var logits = graph.MatMul(graph.ReduceMean(seconds, [2]), graph.Initializer("weights", [6, classes], weights));
        graph.Output("logits", logits);
        graph.Output("attention", seconds);
        return graph.ToModel("tiny");
    }

    public void Dispose() => Directory.Delete(Folder, recursive: true);
}
