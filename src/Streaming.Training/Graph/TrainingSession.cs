namespace Streaming.Training.Graph;

/// <summary>
/// Trains a network: forward and backward run in ONNX Runtime on buffers bound once, the update here. Batches shorter than the graph's
/// are padded with samples of no weight. With one seed, one thread count and the same batches, every bit of the parameters repeats.
/// </summary>
internal sealed class TrainingSession : IDisposable
{
    private readonly NetworkGraph _network;
    private readonly TrainingOptions _options;
    private readonly BoundSession _session;
    private readonly EvaluationSession _evaluation;
    private readonly byte[] _images;
    private readonly float[] _targets;
    private readonly float[] _gradient;
    private readonly float[] _logits;
    private readonly float[] _loss = new float[1];
    private readonly AdamW _optimiser;

    /// <param name="training">Built with gradients.</param>
    /// <param name="evaluation">The same network built without.</param>
    /// <param name="start">Start values; null: drawn from the options' seed.</param>
    public TrainingSession(
        NetworkGraph training, NetworkGraph evaluation, TrainingOptions options, string? profilePrefix = null, float[]? start = null)
    {
        _network = training;
        _options = options;
        ParameterLayout layout = training.Parameters;
        _images = new byte[training.Batch * training.ImageLength];
        _targets = new float[training.Batch * training.Classes];
        _logits = new float[training.Batch * training.Classes];
        _gradient = new float[layout.Count];
        _optimiser = new AdamW(options.Optimiser, start ?? layout.Initialise(options.Seed), layout.DecayMask());
        _session = new BoundSession(training.Model, options.Threads, profilePrefix);
        _evaluation = new EvaluationSession(evaluation, options.Threads);
        Bind();
    }

    public int Batch => _network.Batch;

    /// <summary>Steps taken so far, over restores.</summary>
    public long StepCount => _optimiser.StepCount;

    /// <summary>The parameters as last updated.</summary>
    public ReadOnlySpan<float> Parameters => _optimiser.Parameters;

    /// <summary>Their moving average: what to evaluate and export.</summary>
    public ReadOnlySpan<float> AverageParameters => _optimiser.Average;

    /// <summary>The gradient of the last step, before clipping.</summary>
    public ReadOnlySpan<float> Gradient => _gradient;

    /// <summary>Logits [batch, classes] of the last step, by the parameters before its update.</summary>
    public ReadOnlySpan<float> Logits => _logits;

    /// <summary>One update on a batch.</summary>
    /// <param name="images">As many whole images as labels, at most Batch.</param>
    /// <param name="labels">Class indices, or LabelTargets.Unscored.</param>
    /// <param name="weights">One weight per label, or empty for 1 each.</param>
    /// <param name="learningRate">See LearningRateSchedule.</param>
    public StepResult Step(ReadOnlySpan<byte> images, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights, float learningRate)
    {
        float loss = Backward(images, labels, weights);
        bool applied = _optimiser.Step(_gradient, learningRate);
        return new StepResult(loss, _optimiser.GradientNorm, applied);
    }

    /// <summary>Loss and Gradient of a batch, without an update.</summary>
    public float Backward(ReadOnlySpan<byte> images, ReadOnlySpan<byte> labels, ReadOnlySpan<float> weights)
    {
        if (labels.Length == 0 || labels.Length > Batch || images.Length != labels.Length * _network.ImageLength)
        {
            throw new ArgumentException(
                $"{labels.Length} labels with {images.Length} bytes: a batch is 1 to {Batch} images of {_network.ImageLength} bytes.");
        }

        images.CopyTo(_images);
        _images.AsSpan(images.Length).Clear();
        LabelTargets.Fill(_targets, _network.Classes, labels, weights, _options);
        _session.Run();
        return _loss[0];
    }

    /// <summary>Logits of up to Batch images without training.</summary>
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
        _session.Dispose();
        _evaluation.Dispose();
    }

    private void Bind()
    {
        _session.Input<byte>(NetworkGraph.Image, _images, [Batch, .. _network.ImageShape]);
        _session.Input<float>(NetworkGraph.Targets, _targets, [Batch, _network.Classes]);
        _session.Output<float>(NetworkGraph.Loss, _loss, []);
        _session.Output<float>(NetworkGraph.Logits, _logits, [Batch, _network.Classes]);
        foreach (ParameterSpec spec in _network.Parameters.Specs)
        {
            _session.Input(spec.Name, _optimiser.Parameters.AsMemory(spec.Offset, spec.Count), spec.Shape);
            _session.Output(NetworkGraph.GradientOf(spec.Name), _gradient.AsMemory(spec.Offset, spec.Count), spec.Shape);
        }
    }
}
