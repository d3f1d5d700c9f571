using Streaming.Core.Signals;

namespace Streaming.Core.Staging;

/// <summary>Adds the night's context to the network's probabilities: a hidden Markov model, forward for FINAL, fixed lag for REVISED.</summary>
/// <remarks>Likelihood of a stage = (probability / class prior) ^ exponent. FINAL rests on this epoch and those before it; REVISED, given
/// <see cref="SmootherSpec.LookAheadEpochs"/> later, on those between as well. An unscorable epoch passes the prediction on and stays
/// unscorable. Only exact arithmetic is used, so equal inputs give equal bits. Not thread-safe.</remarks>
public sealed class StageSmoother
{
    private const byte StateVersion = 1;
    private const double Least = 1e-9; // a probability of 0 would veto a stage for good
    private readonly SmootherSpec _spec;
    private readonly Queue<SmoothedEpoch> _awaiting = new();
    private double[]? _belief; // after the last epoch; null before the first
    private long _last = -1;

    /// <exception cref="ArgumentException">The spec is faulty; the message names the field.</exception>
    public StageSmoother(SmootherSpec spec)
    {
        if (spec.Fault() is { } fault) throw new ArgumentException($"Smoother: {fault}", nameof(spec));
        _spec = spec;
    }

    /// <summary>The last epoch accepted; -1 before the first.</summary>
    public long LastEpoch => _last;

    /// <summary>Takes the next epoch: gives its FINAL and, L epochs behind, one REVISED.</summary>
    /// <param name="epoch">One more than the last; the first may be any.</param>
    /// <param name="probabilities">Five, class order, of the network; null where the epoch is unscorable.</param>
    /// <exception cref="ArgumentException">Epochs do not follow each other, or a probability is not a number.</exception>
    public IReadOnlyList<StageDecision> Accept(long epoch, float[]? probabilities)
    {
        if (_belief is not null && epoch != _last + 1) throw new ArgumentException($"Epoch {epoch} does not follow {_last}.", nameof(epoch));
        var likelihood = Likelihood(probabilities);
        var belief = _belief is null ? [.. _spec.Initial] : Predict(_belief);
        for (var stage = 0; stage < SmootherSpec.Classes; stage++) belief[stage] *= likelihood[stage];
        Normalise(belief);
        (_belief, _last) = (belief, epoch);
        _awaiting.Enqueue(new SmoothedEpoch(epoch, probabilities is not null, belief, likelihood));
        var final = Decide(_awaiting.Last(), Revision.Final, belief, 0);
        return _awaiting.Count <= _spec.LookAheadEpochs ? [final] : [final, ReviseOldest()];
    }

    /// <summary>The study is over: gives the REVISED of the epochs still waiting, with what look-ahead there is.</summary>
    public IReadOnlyList<StageDecision> End()
    {
        var decisions = new List<StageDecision>(_awaiting.Count);
        while (_awaiting.Count > 0) decisions.Add(ReviseOldest());
        return decisions;
    }

    /// <summary>The exact state; see <see cref="Restore"/>.</summary>
    public byte[] Save()
    {
        var writer = new StateWriter();
        writer.Write(StateVersion);
        writer.Write(_last);
        writer.Write(_belief is not null);
        if (_belief is not null) writer.Write(_belief);
        writer.Write(_awaiting.Count);
        foreach (var waiting in _awaiting) waiting.Save(writer);
        return writer.ToArray();
    }

    /// <summary>Goes on exactly where <see cref="Save"/> was called, given the same spec.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    public static StageSmoother Restore(SmootherSpec spec, ReadOnlySpan<byte> state)
    {
        var smoother = new StageSmoother(spec);
        var reader = new StateReader(state);
        var version = reader.ReadByte();
        if (version != StateVersion) throw new InvalidDataException($"Smoother state has version {version}, {StateVersion} is understood.");
        smoother._last = reader.ReadInt64();
        if (reader.ReadBoolean()) reader.Read(smoother._belief = new double[SmootherSpec.Classes]);
        var count = reader.ReadInt32();
        if (count < 0 || count > spec.LookAheadEpochs)
            throw new InvalidDataException($"Smoother state holds {count} epochs, the look-ahead is {spec.LookAheadEpochs}.");
        for (var n = 0; n < count; n++) smoother._awaiting.Enqueue(SmoothedEpoch.Load(ref reader));
        return reader.AtEnd ? smoother : throw new InvalidDataException("Smoother state is longer than its contents.");
    }

    /// <summary>Whether <see cref="Restore"/> would go on from a state: one of a longer look-ahead waits for more than this one does.</summary>
    public static bool Takes(SmootherSpec spec, ReadOnlySpan<byte> state)
    {
        try
        {
            Restore(spec, state);
            return true;
        }
        catch (InvalidDataException)
        {
            return false;
        }
    }

    private StageDecision ReviseOldest()
    {
        var future = new double[SmootherSpec.Classes];
        Array.Fill(future, 1.0);
        foreach (var later in _awaiting.Skip(1).Reverse()) future = Backward(later.Likelihood, future);
        var oldest = _awaiting.Dequeue();
        var smoothed = new double[SmootherSpec.Classes];
        for (var stage = 0; stage < smoothed.Length; stage++) smoothed[stage] = oldest.Belief[stage] * future[stage];
        Normalise(smoothed);
        return Decide(oldest, Revision.Revised, smoothed, _awaiting.Count);
    }

    private double[] Predict(double[] belief)
    {
        var next = new double[SmootherSpec.Classes];
        for (var from = 0; from < next.Length; from++)
        {
            for (var to = 0; to < next.Length; to++) next[to] += belief[from] * _spec.Transition[from][to];
        }
        return next;
    }

    private double[] Backward(double[] likelihood, double[] future)
    {
        var past = new double[SmootherSpec.Classes];
        for (var from = 0; from < past.Length; from++)
        {
            for (var to = 0; to < past.Length; to++) past[from] += _spec.Transition[from][to] * likelihood[to] * future[to];
        }
        Normalise(past);
        return past;
    }

    private double[] Likelihood(float[]? probabilities)
    {
        var likelihood = new double[SmootherSpec.Classes];
        Array.Fill(likelihood, 1.0);
        if (probabilities is null) return likelihood;
        if (probabilities.Length != SmootherSpec.Classes || Array.Exists(probabilities, p => !(p >= 0 && p <= 1.001f)))
            throw new ArgumentException($"Probabilities must be {SmootherSpec.Classes} values from 0 to 1: {string.Join(' ', probabilities)}.",
                nameof(probabilities));
        for (var stage = 0; stage < likelihood.Length; stage++)
            likelihood[stage] = ExactMath.Pow(Math.Max(probabilities[stage], Least) / _spec.ClassPriors[stage], _spec.LikelihoodExponent);
        return likelihood;
    }

    private static void Normalise(double[] values)
    {
        var sum = 0.0;
        foreach (var value in values) sum += value;
        for (var stage = 0; stage < values.Length; stage++) values[stage] = sum > 0 ? values[stage] / sum : 1.0 / values.Length;
    }

    private static StageDecision Decide(SmoothedEpoch epoch, Revision revision, double[] belief, int lookAhead)
    {
        if (!epoch.IsScorable) return new StageDecision(epoch.Number, revision, Stage.Unscorable, [], lookAhead);
        var best = 0;
        for (var stage = 1; stage < belief.Length; stage++) best = belief[stage] > belief[best] ? stage : best;
        return new StageDecision(epoch.Number, revision, (Stage)best, [.. belief.Select(value => (float)value)], lookAhead);
    }
}
