using Streaming.Core.Simulation;
using Streaming.Core.Staging;

namespace Streaming.Training.Datasets;

/// <summary>The epochs that batches are drawn from for a while, by class.</summary>
internal sealed class EpochWindow
{
    private const int Classes = 5;

    private readonly List<LabelledEpoch>[] _byStage = [.. Enumerable.Range(0, Classes).Select(_ => new List<LabelledEpoch>())];

    public EpochWindow(IEnumerable<LabelledEpoch> epochs)
    {
        foreach (var labelled in epochs)
            if (labelled.Stage <= Stage.R) _byStage[(int)labelled.Stage].Add(labelled);
    }

    /// <summary>There is nothing to draw.</summary>
    public bool IsEmpty => _byStage.All(epochs => epochs.Count == 0);

    /// <summary>An epoch of a class drawn by these shares; of the next class where there is none.</summary>
    /// <exception cref="InvalidOperationException">It is empty.</exception>
    public LabelledEpoch Draw(IReadOnlyList<double> shares, SeededRandom random)
    {
        var draw = random.NextDouble();
        var stage = 0;
        while (stage < Classes - 1 && (draw -= shares[stage]) >= 0) stage++;
        for (var tried = 0; _byStage[stage].Count == 0; tried++)
        {
            if (tried == Classes) throw new InvalidOperationException("The window is empty.");
            stage = (stage + 1) % Classes; // tiny pools may lack a class
        }
        return _byStage[stage][random.Below(_byStage[stage].Count)];
    }
}
