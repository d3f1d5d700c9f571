using Microsoft.ML.OnnxRuntime;
using Streaming.Training.Graph.Onnx;
using Streaming.Training.Networks;

namespace Streaming.Benchmarks;

/// <summary>What the attention map adds to a result: a session that gives it beside a session of the same graph without that output, turn by
/// turn.</summary>
internal sealed class AttentionCost : IDisposable
{
    private const int Rounds = 5;
    private readonly SessionOptions _settings = new() { IntraOpNumThreads = 1, InterOpNumThreads = 1, ExecutionMode = ExecutionMode.ORT_SEQUENTIAL };
    private readonly RunOptions _options = new();
    private readonly InferenceSession _with, _without;
    private readonly OrtValue _image;

    public AttentionCost(byte[] model)
    {
        _with = new InferenceSession(model, _settings);
        _without = new InferenceSession(Without(model), _settings);
        var shape = new StageNetOptions().ImageShape;
        var pixels = new byte[shape[0] * shape[1]];
        for (var i = 0; i < pixels.Length; i += 7) pixels[i] = 200;
        _image = OrtValue.CreateTensorValueFromMemory(pixels, [1, shape[0], shape[1]]);
    }

    /// <summary>Processor time with it over processor time without, round by round, in order of size.</summary>
    public IReadOnlyList<double> Ratios(bool isShort)
    {
        var ratios = new List<double>();
        for (var round = 0; round < Rounds; round++)
        {
            var (with, without) = Timed.Pair(isShort, () => Run(_with, ["logits", "attention"]), () => Run(_without, ["logits"]));
            ratios.Add(with / without);
        }
        return [.. ratios.Order()];
    }

    public void Dispose()
    {
        _image.Dispose();
        _with.Dispose();
        _without.Dispose();
        _options.Dispose();
        _settings.Dispose();
    }

    // What led to it alone goes with it: ONNX Runtime drops nodes that nothing asks for.
    private static byte[] Without(byte[] model)
    {
        var graph = ModelProto.Parser.ParseFrom(model);
        var outputs = graph.Graph.Output;
        for (var i = outputs.Count - 1; i >= 0; i--)
            if (outputs[i].Name == "attention") outputs.RemoveAt(i);
        return Google.Protobuf.MessageExtensions.ToByteArray(graph);
    }

    private void Run(InferenceSession session, string[] names)
    {
        using var outputs = session.Run(_options, ["image"], [_image], names);
    }
}
