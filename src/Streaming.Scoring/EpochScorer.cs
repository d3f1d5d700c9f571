using Streaming.Core.Novelty;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;

namespace Streaming.Scoring;

/// <summary>Draws an epoch and has it read: the one path by which service, offline scoring and tests reach an estimate. Not thread-safe; one a
/// worker.</summary>
public sealed class EpochScorer : IDisposable
{
    private readonly IStager _stager;
    private readonly WaveformRenderer _renderer;
    private readonly NoveltyMeter? _novelty;

    /// <param name="stager">Taken over and disposed with this.</param>
    /// <param name="novelty">Of the stager's bundle; null: estimates say nothing of it.</param>
    public EpochScorer(IStager stager, NoveltySpec? novelty = null)
    {
        _stager = stager;
        _novelty = novelty is null ? null : new NoveltyMeter(novelty);
        _renderer = new WaveformRenderer(stager.Spec);
        Image = new EpochImage(stager.Spec);
    }

    /// <summary>The picture of the last epoch scored; overwritten by the next.</summary>
    public EpochImage Image { get; }

    /// <summary>Null where the epoch is unscorable: nothing is drawn and nothing asked.</summary>
    public StageEstimate? Score(Epoch epoch)
    {
        if (epoch.UnscorableReason is not null) return null;
        _renderer.Draw(epoch, Image);
        var estimate = _stager.Estimate(Image);
        return _novelty is null ? estimate : estimate with { Novelty = _novelty.Score(epoch, estimate.Logits) };
    }

    /// <summary>Scores an epoch that differs from the one last scored in some rows only: the others need no drawing. What comes out is what
    /// <see cref="Score"/> gives.</summary>
    internal StageEstimate ScoreChanged(Epoch epoch, ReadOnlySpan<DerivationRow> rows)
    {
        foreach (var row in rows) _renderer.DrawRow(epoch, Image, row);
        return _stager.Estimate(Image);
    }

    public void Dispose() => _stager.Dispose();
}
