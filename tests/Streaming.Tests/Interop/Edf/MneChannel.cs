namespace Streaming.Tests.Interop.Edf;

internal sealed record MneChannel(string Label, double Rate)
{
    /// <summary>Volts where the unit is a voltage.</summary>
    public double[] Values { get; init; } = [];
}
