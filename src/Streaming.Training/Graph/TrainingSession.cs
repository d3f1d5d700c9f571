using Streaming.Scoring;

namespace Streaming.Training.Graph;

/// <summary>
/// Trains a network: forward and backward run in ONNX Runtime on buffers bound once, the update here. A batch is run in parts of the graph's own
/// size and its gradients are added. With one seed, the same batches and the same graph, every bit of the parameters repeats on one machine,
/// whatever the number of threads.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly NetworkGraph _network;
    private readonly TrainingOptions _options;
    private readonly BoundSession _session;
    private readonly MicroBatches _parts;
    private readonly EvaluationSession _evaluation;
    private readonly float[] _gradient;
    private readonly AdamW _optimiser;
    private float[] _targets = [];
    private float[] _events = [];
    private float[] _eventWeights = [];
    private float[] _logits = [];
    private int _samples;

    /// <param name="training">Built with gradients; its batch is the size of the parts.</param>
    /// <param name="evaluation">The same network built without.</param>
    /// <param name="start">Start values; null: drawn from the options' seed.</param>
    public TrainingSession(
        NetworkGraph training, NetworkGraph evaluation, TrainingOptions options, string? profilePrefix = null, float[]? start = null)
    {
        _network = training;
        _options = options;
        ParameterLayout layout = training.Parameters;
        _gradient = new float[layout.Count];
        _optimiser = new AdamW(
            options.Optimiser, start ?? layout.Initialise(options.Seed), layout.DecayMask(options.Groups), layout.RateMask(options.Groups));
        _session = new BoundSession(training.Model, 1, profilePrefix, options.Provider);
        _parts = new MicroBatches(training, _session, _optimiser.Parameters, options.Threads);
        _evaluation = new EvaluationSession(evaluation, options.Threads);
    }

    /// <summary>What runs it: Cpu or Cuda.</summary>
    public ScoringProvider Provider => _session.Provider;

    /// <summary>Steps taken so far, over restores.</summary>
    public long StepCount => _optimiser.StepCount;

    /// <summary>The parameters as last updated.</summary>
    public ReadOnlySpan<float> Parameters => _optimiser.Parameters;

    /// <summary>Their moving average: what to evaluate and export.</summary>
    public ReadOnlySpan<float> AverageParameters => _optimiser.Average;

    /// <summary>The gradient of the last step, before clipping.</summary>
    public ReadOnlySpan<float> Gradient => _gradient;

    /// <summary>Logits [samples, classes] of the last step, by the parameters before its update.</summary>
    public ReadOnlySpan<float> Logits => _logits.AsSpan(0, _samples * _network.Classes);

    /// <summary>One update on a batch of any size.</summary>
    /// <param name="images">As many whole images as labels.</param>
    /// <param name="labels">Class indices, or LabelTargets.Unscored.</param>
    /// <param name="weights">One weight per label, or empty for 1 each.</param>
    /// <param name="learningRate">See LearningRateSchedule.</param>
    /// <param name="events">A byte a cell (CellEvents), where the network is taught events; empty: none are known.</param>
    /// <param name="taught">Probabilities by teachers, a row of classes per label; empty: there are none.</param>
    public StepResult Step(
        ReadOnlyMemory<byte> images, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights, float learningRate,
        ReadOnlySpan<byte> events = default, ReadOnlySpan<float> taught = default)
    {
        float loss = Backward(images, labels, weights, events, taught);
        bool applied = _optimiser.Step(_gradient, learningRate);
        return new StepResult(loss, _optimiser.GradientNorm, applied);
    }

    /// <summary>Loss and Gradient of a batch, without an update.</summary>
    public float Backward(
        ReadOnlyMemory<byte> images, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights,
        ReadOnlySpan<byte> events = default, ReadOnlySpan<float> taught = default)
    {
        if (labels.Length == 0 || images.Length != labels.Length * _network.ImageLength)
        {
            throw new ArgumentException(
                $"{labels.Length} labels with {images.Length} bytes: a batch is one or more images of {_network.ImageLength} bytes.");
        }

        _samples = labels.Length;
        int length = labels.Length * _network.Classes;
        if (_targets.Length < length)
        {
            (_targets, _logits) = (new float[length], new float[length]);
        }

        LabelTargets.Fill(_targets.AsSpan(0, length), _network.Classes, labels, weights, _options, taught);
        FillEvents(events, labels.Length * _network.Cells);
        var inputs = new StepInputs(images, _targets.AsMemory(0, length), _events, _eventWeights);
        return _parts.Run(inputs, labels.Length, _gradient, _logits.AsMemory(0, length));
    }

    private void FillEvents(ReadOnlySpan<byte> events, int cells)
    {
        if (_network.EventKinds == 0)
        {
            return;
        }

        if (!events.IsEmpty && events.Length != cells)
        {
            throw new ArgumentException($"{events.Length} bytes of events: there are {cells} cells.");
        }

        if (_eventWeights.Length != cells)
        {
            (_events, _eventWeights) = (new float[cells * _network.EventKinds], new float[cells]);
        }

        _eventWeights.AsSpan().Clear();
        if (!events.IsEmpty)
        {
            EventTargets.Fill(_events, _eventWeights, events, _network.EventKinds);
        }
    }

    /// <summary>Logits of images without training.</summary>
    /// <param name="averaged">By the moving average of the parameters; else by the last ones.</param>
    public void Evaluate(ReadOnlySpan<byte> images, Span<float> logits, bool averaged = true) =>
        _evaluation.Run(averaged ? _optimiser.Average : _optimiser.Parameters, images, logits);

    /// <summary>Writes all that training needs to go on: parameters, moments, average, step.</summary>
    public void Save(Stream stream) => TrainingCheckpoint.Save(stream, _optimiser);

    /// <summary>Goes on from what Save wrote.</summary>
    /// <exception cref="InvalidDataException">Not a checkpoint, cut short, or of another network.</exception>
    public void Restore(Stream stream) => TrainingCheckpoint.Restore(stream, _optimiser);

    /// <summary>Ends profiling; the path of the profile.</summary>
    public string EndProfiling() => _session.EndProfiling();

    public void Dispose()
    {
        _parts.Dispose();
        _evaluation.Dispose();
    }
}
