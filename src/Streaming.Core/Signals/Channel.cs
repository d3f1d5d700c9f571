namespace Streaming.Core.Signals;

/// <summary>One recorded signal of a study, as its recorder describes it.</summary>
/// <param name="Number">Place in the study, from 0.</param>
/// <param name="Label">As the recorder names it: <c>EEG C4-M1</c>, <c>C4</c>, <c>EOG(L)</c>.</param>
/// <param name="Kind">What it measures.</param>
/// <param name="Unit">Unit of the physical values: <c>uV</c>, <c>mV</c>, <c>V</c>.</param>
/// <param name="RateHz">Samples per second, exact, positive.</param>
/// <param name="Scaling">Digital to physical.</param>
public sealed record Channel(int Number, string Label, ChannelKind Kind, string Unit, Rational RateHz, ChannelScaling Scaling)
{
    /// <summary>2 (EDF) or 3 (BDF) bytes a sample.</summary>
    public int SampleBytes { get; init; } = 2;

    public string Transducer { get; init; } = "";

    public string Prefiltering { get; init; } = "";

    /// <summary>What a person said the channel stands for, e.g. <c>C4-M1</c>; overrides the label. Empty: nothing was said.</summary>
    public string StatedDerivation { get; init; } = "";
}
