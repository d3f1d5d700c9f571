using Streaming.Core.Signals;

namespace Streaming.Core.Staging;

/// <summary>Adds the night's context to the network's probabilities: a hidden Markov model, forward for FINAL, fixed lag for REVISED.</summary>
/// <remarks>Likelihood of a stage = (probability / class prior) ^ exponent. Where the spec has a <see cref="MemorySpec"/>, the model's belief is one of the
/// things a decision rests on, else it is the decision. FINAL rests on this epoch and those before it; REVISED, given
/// <see cref="SmootherSpec.LookAheadEpochs"/> later, on those between as well. An unscorable epoch passes the prediction on and stays
/// unscorable. Only exact arithmetic is used, so equal inputs give equal bits. Not thread-safe.</remarks>
public sealed class StageSmoother
{
    private const byte PlainState = 1;
    private const byte RememberingState = 2;
    private readonly SmootherSpec _spec;
    private readonly HiddenMarkovModel _model;
    private readonly Queue<SmoothedEpoch> _awaiting = new();
    private NightMemory? _memory; // null without a MemorySpec
    private double[]? _belief; // after the last epoch; null before the first
    private long _last = -1;

    /// <exception cref="ArgumentException">The spec is faulty; the message names the field.</exception>
    public StageSmoother(SmootherSpec spec)
    {
        if (spec.Fault() is { } fault) throw new ArgumentException($"Smoother: {fault}", nameof(spec));
        (_spec, _model) = (spec, new HiddenMarkovModel(spec));
        _memory = spec.Memory is { } memory ? new NightMemory(memory.Kept) : null;
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
        var likelihood = _model.Likelihood(probabilities);
        var belief = _model.Believe(_belief, likelihood);
        (_belief, _last) = (belief, epoch);
        var accepted = new SmoothedEpoch(epoch, probabilities is not null, belief, likelihood, probabilities is null ? [] : _memory?.Accept(probabilities) ?? []);
        _awaiting.Enqueue(accepted);
        var final = Decide(accepted, Revision.Final, belief, 0);
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
        writer.Write(Version(_spec));
        writer.Write(_last);
        writer.Write(_belief is not null);
        if (_belief is not null) writer.Write(_belief);
        writer.Write(_awaiting.Count);
        foreach (var waiting in _awaiting) waiting.Save(writer);
        _memory?.Save(writer);
        return writer.ToArray();
    }

    /// <summary>Goes on exactly where <see cref="Save"/> was called, given the same spec.</summary>
    /// <exception cref="InvalidDataException">The bytes are not such a state.</exception>
    public static StageSmoother Restore(SmootherSpec spec, ReadOnlySpan<byte> state)
    {
        var smoother = new StageSmoother(spec);
        var reader = new StateReader(state);
        var version = reader.ReadByte();
        if (version != Version(spec)) throw new InvalidDataException($"Smoother state has version {version}, {Version(spec)} is understood.");
        smoother._last = reader.ReadInt64();
        if (reader.ReadBoolean()) reader.Read(smoother._belief = new double[SmootherSpec.Classes]);
        var count = reader.ReadInt32();
        if (count < 0 || count > spec.LookAheadEpochs)
            throw new InvalidDataException($"Smoother state holds {count} epochs, the look-ahead is {spec.LookAheadEpochs}.");
        var remembered = spec.Memory is { } memory ? MemorySpec.InputCount(memory.Kept.Length) : 0;
        for (var n = 0; n < count; n++) smoother._awaiting.Enqueue(SmoothedEpoch.Load(ref reader, remembered));
        if (spec.Memory is not null) smoother._memory = NightMemory.Load(spec.Memory.Kept, ref reader);
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

    private static byte Version(SmootherSpec spec) => spec.Memory is null ? PlainState : RememberingState;

    private StageDecision ReviseOldest()
    {
        var future = new double[SmootherSpec.Classes];
        Array.Fill(future, 1.0);
        foreach (var later in _awaiting.Skip(1).Reverse()) future = _model.Backward(later.Likelihood, future);
        var oldest = _awaiting.Dequeue();
        return Decide(oldest, Revision.Revised, HiddenMarkovModel.Times(oldest.Belief, future), _awaiting.Count);
    }

    private StageDecision Decide(SmoothedEpoch epoch, Revision revision, double[] belief, int lookAhead)
    {
        if (!epoch.IsScorable) return new StageDecision(epoch.Number, revision, Stage.Unscorable, [], lookAhead);
        var shares = _spec.Memory is { } memory ? Remember(memory, epoch.Remembered, belief, revision) : belief;
        var best = 0;
        for (var stage = 1; stage < shares.Length; stage++) best = shares[stage] > shares[best] ? stage : best;
        return new StageDecision(epoch.Number, revision, (Stage)best, [.. shares.Select(value => (float)value)], lookAhead);
    }

    private static double[] Remember(MemorySpec memory, double[] inputs, double[] belief, Revision revision)
    {
        NightMemory.Believe(inputs, belief);
        return NightMemory.Decide(revision == Revision.Final ? memory.Final : memory.Revised, inputs);
    }
}
