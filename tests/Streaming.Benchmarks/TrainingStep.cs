using System.Runtime.InteropServices;
using System.Text.Json;
using Streaming.Training.Graph;
using Streaming.Training.Learning;
using Streaming.Training.Networks;

namespace Streaming.Benchmarks;

/// <summary>StageNet's training step as <c>train</c> runs it in its second phase, on pictures of noise.</summary>
internal sealed class TrainingStep : IDisposable
{
    private static readonly JsonSerializerOptions s_json = new(JsonSerializerDefaults.Web);

    private readonly TrainingPhase _phase = StageNetPlan.Create().Phases[^1];
    private readonly TrainingOptions _options;
    private readonly TrainingSession _session;
    private readonly ParameterLayout _layout;
    private readonly byte[] _images;
    private readonly byte[] _labels;

    public TrainingStep(int batch, int threads)
    {
        _options = new TrainingRecipe().Options(threads, Scoring.ScoringProvider.Cpu, 1);
        var training = StageNet.Build(StageNetPlan.Whole, Math.Min(batch, _phase.MicroBatch), true); // without the events, which the rival is not taught
        _layout = training.Parameters;
        _session = new TrainingSession(training, StageNet.Build(StageNetPlan.Whole, 1, false), _options);
        var random = new Random(1);
        _images = new byte[batch * training.ImageLength];
        for (var i = 0; i < _images.Length; i++) _images[i] = random.Next(12) == 0 ? (byte)random.Next(256) : (byte)0;
        _labels = [.. Enumerable.Range(0, batch).Select(i => (byte)(i % training.Classes))];
    }

    public int Images => _labels.Length;

    public string Description => $"StageNet of {_layout.Count} parameters, batch {Images} in parts of {Math.Min(Images, _phase.MicroBatch)}";

    public void Run(int steps)
    {
        for (var step = 0; step < steps; step++) _session.Step(_images, _labels, [], 1e-5f);
    }

    /// <summary>What the rival needs to take the same step.</summary>
    public void Write(string folder)
    {
        var sizes = JsonSerializer.SerializeToNode(StageNetPlan.Whole, s_json)!;
        sizes["batch"] = Images;
        sizes["parameters"] = JsonSerializer.SerializeToNode(_layout.Specs.Select(spec => new { spec.Name, spec.Shape }), s_json);
        File.WriteAllText(Path.Combine(folder, "sizes.json"), sizes.ToJsonString());
        File.WriteAllBytes(Path.Combine(folder, "parameters.bin"), MemoryMarshal.AsBytes(_session.Parameters));
        File.WriteAllBytes(Path.Combine(folder, "images.bin"), _images);
        var targets = new float[Images * StageNetPlan.Whole.Classes];
        LabelTargets.Fill(targets, StageNetPlan.Whole.Classes, _labels, [], _options);
        File.WriteAllBytes(Path.Combine(folder, "targets.bin"), MemoryMarshal.AsBytes<float>(targets));
    }

    /// <summary>The greatest difference of any element from the rival's gradient, relative to the greatest element of its tensor.</summary>
    public double WorstGradientError(string folder)
    {
        _session.Backward(_images, _labels, []);
        var ours = _session.Gradient.ToArray();
        var theirs = MemoryMarshal.Cast<byte, float>(File.ReadAllBytes(Path.Combine(folder, "gradient.bin"))).ToArray();
        if (ours.Length != theirs.Length) throw new InvalidDataException($"{theirs.Length} gradients came back for {ours.Length} parameters.");
        return _layout.Specs.Max(spec =>
        {
            var (mine, other) = (ours.AsSpan(spec.Offset, spec.Count).ToArray(), theirs.AsSpan(spec.Offset, spec.Count).ToArray());
            return mine.Zip(other, (a, b) => (double)Math.Abs(a - b)).Max() / Math.Max(1e-6, other.Max(Math.Abs));
        });
    }

    public void Dispose() => _session.Dispose();
}
