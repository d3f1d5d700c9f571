using System.Numerics;

namespace Streaming.Training.Graph;

/// <summary>One worker's arrays: images and targets of as many samples as the graph takes, and what the graph makes of them.</summary>
internal sealed class MicroBatch : IDisposable
{
    private readonly NetworkGraph _network;
    private readonly BoundSession _session;
    private readonly byte[] _images;
    private readonly float[] _targets;
    private readonly float[] _events;
    private readonly float[] _eventWeights;
    private readonly float[] _logits;
    private readonly float[] _gradient;
    private readonly float[] _loss = new float[1];

    /// <param name="parameters">Read at every run.</param>
    public MicroBatch(NetworkGraph network, BoundSession session, float[] parameters)
    {
        (_network, _session) = (network, session);
        _images = new byte[network.Batch * network.ImageLength];
        _targets = new float[network.Batch * network.Classes];
        _logits = new float[network.Batch * network.Classes];
        _gradient = new float[network.Parameters.Count];
        session.Input<byte>(NetworkGraph.Image, _images, [network.Batch, .. network.ImageShape]);
        session.Input<float>(NetworkGraph.Targets, _targets, [network.Batch, network.Classes]);
        _events = new float[network.EventKinds * network.Cells * network.Batch];
        _eventWeights = new float[network.EventKinds > 0 ? network.Cells * network.Batch : 0];
        if (network.EventKinds > 0)
        {
            session.Input<float>(NetworkGraph.Events, _events, [network.Batch, network.Cells, network.EventKinds]);
            session.Input<float>(NetworkGraph.EventWeights, _eventWeights, [network.Batch, network.Cells, 1]);
        }

        session.Output<float>(NetworkGraph.Loss, _loss, []);
        session.Output<float>(NetworkGraph.Logits, _logits, [network.Batch, network.Classes]);
        foreach (ParameterSpec spec in network.Parameters.Specs)
        {
            session.Input(spec.Name, parameters.AsMemory(spec.Offset, spec.Count), spec.Shape);
            if (!spec.Frozen)
            {
                session.Output(NetworkGraph.GradientOf(spec.Name), _gradient.AsMemory(spec.Offset, spec.Count), spec.Shape);
            }
        }
    }

    /// <summary>Runs samples [first, first + Batch) of a batch, as far as it has them; the rest is padding of no weight.</summary>
    public void Run(StepInputs inputs, int first)
    {
        CopyPadded(inputs.Images.Span[(first * _network.ImageLength)..], _images);
        CopyPadded(inputs.Targets.Span[(first * _network.Classes)..], _targets);
        if (_network.EventKinds > 0)
        {
            CopyPadded(inputs.Events.Span[(first * _network.Cells * _network.EventKinds)..], _events);
            CopyPadded(inputs.EventWeights.Span[(first * _network.Cells)..], _eventWeights);
        }

        _session.Run();
    }

    /// <summary>Adds this part's gradient, writes its logits, and gives its share of the loss.</summary>
    public float Collect(Span<float> gradient, Span<float> logits, int first)
    {
        Add(gradient, _gradient);
        Span<float> place = logits[(first * _network.Classes)..];
        _logits.AsSpan(0, Math.Min(place.Length, _logits.Length)).CopyTo(place);
        return _loss[0];
    }

    public void Dispose() => _session.Dispose();

    private static void Add(Span<float> sum, ReadOnlySpan<float> terms)
    {
        int index = 0;
        for (; index <= sum.Length - Vector<float>.Count; index += Vector<float>.Count)
        {
            (new Vector<float>(sum[index..]) + new Vector<float>(terms[index..])).CopyTo(sum[index..]);
        }

        for (; index < sum.Length; index++)
        {
            sum[index] += terms[index];
        }
    }

    private static void CopyPadded<T>(ReadOnlySpan<T> source, Span<T> target)
    {
        int count = Math.Min(source.Length, target.Length);
        source[..count].CopyTo(target);
        target[count..].Clear();
    }
}
