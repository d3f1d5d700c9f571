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
