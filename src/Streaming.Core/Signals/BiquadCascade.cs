namespace Streaming.Core.Signals;

/// <summary>Second-order sections one after another: the causal filter of a row. No multiply-add is fused, so bits are equal on every
/// machine.</summary>
public sealed class BiquadCascade
{
    private readonly Biquad[] _sections;

    /// <param name="coefficients">Applied in order; none passes the signal on.</param>
    public BiquadCascade(IReadOnlyList<BiquadCoefficients> coefficients) => _sections = [.. coefficients.Select(section => new Biquad(section))];

    /// <summary>The next output.</summary>
    public double Next(double input)
    {
        var sections = _sections;
        for (var n = 0; n < sections.Length; n++) input = sections[n].Next(input);
        return input;
    }

    /// <summary>The next outputs, in single precision: bit for bit those of <see cref="Next"/>.</summary>
    public void Next(ReadOnlySpan<double> input, Span<float> output)
    {
        output = output[..input.Length];
        if (_sections.Length == 3) NextOfThree(input, output);
        else for (var n = 0; n < output.Length; n++) output[n] = (float)Next(input[n]);
    }

    // The row's filter. Copies stay in registers, and the sections of neighbouring samples overlap.
    private void NextOfThree(ReadOnlySpan<double> input, Span<float> output)
    {
        var (first, second, third) = (_sections[0], _sections[1], _sections[2]);
        for (var n = 0; n < output.Length; n++) output[n] = (float)third.Next(second.Next(first.Next(input[n])));
        (_sections[0], _sections[1], _sections[2]) = (first, second, third);
    }

    /// <summary>Starts anew as if <paramref name="input"/> had been constant for ever: no transient follows.</summary>
    public void Settle(double input)
    {
        for (var n = 0; n < _sections.Length; n++) input = _sections[n].Settle(input);
    }

    internal void Save(StateWriter writer)
    {
        foreach (ref var section in _sections.AsSpan())
        {
            writer.Write(section.First);
            writer.Write(section.Second);
        }
    }

    internal void Load(ref StateReader reader)
    {
        foreach (ref var section in _sections.AsSpan())
        {
            section.First = reader.ReadDouble();
            section.Second = reader.ReadDouble();
        }
    }
}
