using System.Globalization;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>What is wrong with a lead, in words.</summary>
internal static class LeadText
{
    /// <summary>One lead in one epoch: <c>EEG C4-M1 hum 12 µV, pops</c>.</summary>
    public static string Of(ChannelQuality quality) => $"{quality.Channel} {string.Join(", ", quality.Faults.Select(Of))}";

    /// <summary>One lead over a night.</summary>
    public static string Of(ChannelQualitySummary summary)
    {
        var faults = summary.Faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{Word(fault.Fault)} in {fault.Epochs}"));
        var usable = string.Create(CultureInfo.InvariantCulture, $"{summary.UsableEpochs} of {summary.Epochs} epochs usable");
        return string.Join("; ", (string[])[$"{summary.Channel}: {usable}", .. faults]);
    }

    private static string Of(ChannelFault fault) => fault.Fault == SignalFault.Hum
        ? string.Create(CultureInfo.InvariantCulture, $"hum {fault.Amount:0} µV")
        : Word(fault.Fault);

    private static string Word(SignalFault fault) => fault switch
    {
        SignalFault.ImplausibleAmplitude => "implausible amplitude",
        _ => fault.ToString().ToLowerInvariant(),
    };
}
