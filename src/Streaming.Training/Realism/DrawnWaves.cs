namespace Streaming.Training.Realism;

/// <summary>By whose stages the waves, eye movements and muscles of a drawn night are planned, which band powers say nothing of.</summary>
internal enum DrawnWaves
{
    /// <summary>By the scorer's: what a wave is worth is the simulator's opinion, and the reading flatters.</summary>
    Scored,

    /// <summary>By what a logistic model reads from the band powers: nothing is in the picture that was not in them.</summary>
    Spectra,
}
