using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Datasets;

/// <summary>A sliding window over training subjects: epochs in memory, drawn by class.</summary>
internal sealed class EpochPool(ulong seed, int subjects, int width, SignalSpec signal)
{
    private const int Classes = 5;

    private readonly Queue<LabelledEpoch[]> _nights = new();
    private readonly List<LabelledEpoch>[] _byStage = [.. Enumerable.Range(0, Classes).Select(_ => new List<LabelledEpoch>())];
    private int _next = -1;

    /// <summary>Makes the pool hold the nights first, first + 1, … first + width - 1 (subjects are taken round and round).</summary>
    public void MoveTo(int first, CancellationToken cancellationToken)
    {
        if (_next == first + width && _nights.Count == width) return;
        if (_next < first)
        {
            _nights.Clear();
            _next = first;
        }
        while (_nights.Count > 0 && _next - _nights.Count < first) _nights.Dequeue();
        for (; _next < first + width; _next++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _nights.Enqueue([.. NightEpochs.Labelled(SimulatedSubjects.Piece(Split.Training, seed, _next % subjects), signal)]);
        }
        Sort();
    }

    /// <summary>An epoch of a class drawn by these shares.</summary>
    public LabelledEpoch Draw(IReadOnlyList<double> shares, SeededRandom random)
    {
        var draw = random.NextDouble();
        var stage = 0;
        while (stage < Classes - 1 && (draw -= shares[stage]) >= 0) stage++;
        for (var tried = 0; _byStage[stage].Count == 0; tried++)
        {
            if (tried == Classes) throw new InvalidOperationException("The pool holds no scored epoch.");
            stage = (stage + 1) % Classes; // tiny pools may lack a class
        }
        return _byStage[stage][random.Below(_byStage[stage].Count)];
    }

    private void Sort()
    {
        foreach (var list in _byStage) list.Clear();
        foreach (var labelled in _nights.SelectMany(night => night))
            if (labelled.Stage <= Stage.R) _byStage[(int)labelled.Stage].Add(labelled);
    }
}
