namespace Streaming.Training.Optimising;

/// <summary>Gathers what values a tensor takes and chooses the span that 256 steps should cover.</summary>
internal sealed class ValueRange
{
    private const int Bins = 2048;
    private const int Trials = 64;

    private readonly long[] _counts = new long[Bins];
    private float _low; // 0 belongs to every range: padding and hidden places are 0
    private float _high;

    /// <summary>First pass.</summary>
    public void Widen(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            _low = Math.Min(_low, value);
            _high = Math.Max(_high, value);
        }
    }

    /// <summary>Second pass, over the same values.</summary>
    public void Count(ReadOnlySpan<float> values)
    {
        float factor = _high > _low ? Bins / (_high - _low) : 0;
        foreach (float value in values)
        {
            _counts[Math.Clamp((int)((value - _low) * factor), 0, Bins - 1)]++;
        }
    }

    /// <summary>The span with the least squared error of rounding within it and of cutting off beyond it; it includes 0.</summary>
    public QuantisedSpan Best()
    {
        QuantisedSpan best = QuantisedSpan.Over(_low, _high);
        double least = Error(best);
        for (int trial = 1; trial < Trials; trial++)
        {
            float share = 1 - ((float)trial / Trials);
            foreach (QuantisedSpan span in (QuantisedSpan[])[QuantisedSpan.Over(_low * share, _high * share), QuantisedSpan.Over(_low, _high * share)])
            {
                double error = Error(span);
                (best, least) = error < least ? (span, error) : (best, least);
            }
        }

        return best;
    }

    private double Error(QuantisedSpan span)
    {
        double sum = 0;
        for (int bin = 0; bin < Bins; bin++)
        {
            if (_counts[bin] == 0)
            {
                continue;
            }

            double value = _low + ((bin + 0.5) * (_high - _low) / Bins);
            double beyond = Math.Max(0, Math.Max(span.Low - value, value - span.High));
            sum += _counts[bin] * ((beyond * beyond) + (span.Scale * span.Scale / 12.0)); // the variance of rounding to a step
        }

        return sum;
    }
}
