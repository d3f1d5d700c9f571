using Microsoft.ML.OnnxRuntime;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Scoring;

/// <summary>Runs the network on one picture at a time. Allocates only its result; the picture's own buffer is the input tensor.</summary>
internal sealed class OnnxStager : IStager
{
    public const string Cpu = "cpu";
    public const string Cuda = "cuda";

    private readonly ModelManifest _manifest;
    private readonly InferenceSession _session;
    private readonly OrtIoBinding _binding;
    private readonly RunOptions _runOptions = new();
    private readonly string _provider;
    private readonly float[] _logits = new float[ModelManifest.ClassOrder.Count];
    private readonly float[]? _attention;
    private readonly OrtValue _logitsValue;
    private readonly OrtValue? _attentionValue;
    private byte[]? _bound;
    private OrtValue? _boundValue;
    private readonly bool _ownsSession;

    public OnnxStager(ModelBundle bundle, ModelGraph graph, InferenceSession session, string provider, bool ownsSession = false)
    {
        _ownsSession = ownsSession;
        (_manifest, _session, _provider, Model, Spec) = (bundle.Manifest, session, provider, graph.Identity, bundle.Spec);
        _binding = session.CreateIoBinding();
        _logitsValue = Value<float>(_logits, [1, _logits.Length]);
        _binding.BindOutput(_manifest.Logits, _logitsValue);
        if (_manifest.Attention is null) return;
        _attention = new float[Spec.Rows.Count * Epoch.Seconds];
        _attentionValue = Value<float>(_attention, [1, Spec.Rows.Count, Epoch.Seconds]);
        _binding.BindOutput(_manifest.Attention, _attentionValue);
    }

    public ModelIdentity Model { get; }

    public RenderSpec Spec { get; }

    /// <exception cref="InvalidOperationException">The network's output is not finite; names it.</exception>
    public StageEstimate Estimate(EpochImage image)
    {
        Bind(image.Pixels);
        _session.RunWithBinding(_runOptions, _binding);
        foreach (var logit in _logits)
        {
            if (!float.IsFinite(logit)) throw new InvalidOperationException($"[{string.Join(", ", _logits)}]");
        }
        float[]? attention = _attention is null ? null : [.. _attention];
        return new StageEstimate([.. _logits], Softmax(_logits, _manifest.Temperature), attention, Model, _provider);
    }

    public void Dispose()
    {
        _binding.Dispose();
        _boundValue?.Dispose();
        _logitsValue.Dispose();
        _attentionValue?.Dispose();
        _runOptions.Dispose();
        if (_ownsSession) _session.Dispose();
    }

    /// <summary>In exact arithmetic: equal logits give equal probabilities on every machine.</summary>
    internal static float[] Softmax(ReadOnlySpan<float> logits, double temperature)
    {
        var (highest, sum) = ((double)float.NegativeInfinity, 0.0);
        foreach (var logit in logits) highest = Math.Max(highest, logit);
        Span<double> powers = stackalloc double[logits.Length];
        for (var i = 0; i < logits.Length; i++) sum += powers[i] = ExactMath.Exp((logits[i] - highest) / temperature);
        var probabilities = new float[logits.Length];
        for (var i = 0; i < logits.Length; i++) probabilities[i] = (float)(powers[i] / sum);
        return probabilities;
    }

    private static OrtValue Value<T>(T[] buffer, long[] shape)
        where T : unmanaged =>
        OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, buffer.AsMemory(), shape);

    // A worker draws into the same image again and again: on the CPU the tensor is made and bound once. For a device the pixels are copied as they
    // are bound.
    private void Bind(byte[] pixels)
    {
        if (ReferenceEquals(_bound, pixels))
        {
            if (_provider != Cpu) _binding.BindInput(_manifest.Input, _boundValue);
            return;
        }
        if (pixels.Length != Spec.Height * Spec.Width * Spec.Planes)
            throw new ArgumentException($"The picture has {pixels.Length} bytes; '{Spec.Preset}' has {Spec.Height * Spec.Width * Spec.Planes}.",
                nameof(pixels));
        var value = Value(pixels, Spec.Planes == 1 ? [1, Spec.Height, Spec.Width] : [1, Spec.Height, Spec.Width, Spec.Planes]);
        _binding.BindInput(_manifest.Input, value);
        _boundValue?.Dispose();
        (_bound, _boundValue) = (pixels, value);
    }
}
