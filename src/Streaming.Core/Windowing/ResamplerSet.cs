using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>The resamplers of one session: rows of the same rate share a table.</summary>
internal sealed class ResamplerSet
{
    private readonly Dictionary<(Rational Rate, Rational Partner), Resampler> _made = [];

    public Resampler For(Rational rateHz, Rational partnerRateHz)
    {
        if (!_made.TryGetValue((rateHz, partnerRateHz), out var resampler))
            _made[(rateHz, partnerRateHz)] = resampler = Resampler.For(rateHz, partnerRateHz);
        return resampler;
    }
}
