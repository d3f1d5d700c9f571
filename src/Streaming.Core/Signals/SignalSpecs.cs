namespace Streaming.Core.Signals;

/// <summary>Published signal specs. The coefficients are written out: nothing is designed at run time, so every machine has the same bits.</summary>
public static class SignalSpecs
{
    /// <summary>EEG and EOG: 0.3 Hz first-order high-pass, 35 Hz fourth-order Butterworth low-pass. Chin: 10 Hz second-order Butterworth
    /// high-pass; its upper edge of 45 Hz is the resampler's. Bilinear transform, pre-warped, at 100 Hz.</summary>
    /// <remarks>The high-pass is first order because a steep one answers an electrode pop with seconds of ringing that look like a slow
    /// wave.</remarks>
    public static SignalSpec V1 { get; } = new()
    {
        Version = 1,
        BrainFilter =
        [
            new(0.990662945246344, -0.990662945246344, 0, -0.9813258904926883, 0),
            new(0.45431902775616195, 0.9086380555123239, 0.45431902775616195, 0.672740911191527, 0.1445351998331209),
            new(0.6062112111670603, 1.2124224223341207, 0.6062112111670603, 0.8976579400366442, 0.5271869046315971),
        ],
        ChinFilter = [new(0.6389455251590225, -1.277891050318045, 0.6389455251590225, -1.1429805025399011, 0.41280159809618877)],
    };
}
