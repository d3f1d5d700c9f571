namespace Streaming.Training.Graph;

/// <summary>Runs a network forward on any parameters.</summary>
internal sealed class EvaluationSession : IDisposable
{
    private readonly NetworkGraph _network;
    private readonly BoundSession _session;
    private readonly byte[] _images;
    private readonly float[] _parameters;
    private readonly float[] _logits;

    public EvaluationSession(NetworkGraph network, int threads, string? profilePrefix = null)
    {
        _network = network;
        _images = new byte[network.Batch * network.ImageLength];
        _parameters = new float[network.Parameters.Count];
        _logits = new float[network.Batch * network.Classes];
        _session = new BoundSession(network.Model, threads, profilePrefix);
        _session.Input<byte>(NetworkGraph.Image, _images, [network.Batch, .. network.ImageShape]);
        _session.Output<float>(NetworkGraph.Logits, _logits, [network.Batch, network.Classes]);
        foreach (ParameterSpec spec in network.Parameters.Specs)
        {
            _session.Input(spec.Name, _parameters.AsMemory(spec.Offset, spec.Count), spec.Shape);
        }
    }

    /// <summary>Logits of images, any number of them.</summary>
    /// <param name="parameters">Those at the end that only training has are left out.</param>
    public void Run(ReadOnlySpan<float> parameters, ReadOnlySpan<byte> images, Span<float> logits)
    {
        int count = images.Length / _network.ImageLength;
        if (count == 0 || images.Length != count * _network.ImageLength || logits.Length != count * _network.Classes)
        {
            throw new ArgumentException(
                $"{images.Length} bytes for {logits.Length} logits: "
                + $"one or more images of {_network.ImageLength} bytes, {_network.Classes} logits each.");
        }

        parameters[.._parameters.Length].CopyTo(_parameters);
        for (int first = 0; first < count; first += _network.Batch)
        {
            int part = Math.Min(_network.Batch, count - first);
            images.Slice(first * _network.ImageLength, part * _network.ImageLength).CopyTo(_images);
            _images.AsSpan(part * _network.ImageLength).Clear();
            _session.Run();
            _logits.AsSpan(0, part * _network.Classes).CopyTo(logits[(first * _network.Classes)..]);
        }
    }

    /// <summary>Ends profiling; the path of the profile.</summary>
    public string EndProfiling() => _session.EndProfiling();

    public void Dispose() => _session.Dispose();
}
