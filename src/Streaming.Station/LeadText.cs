using System.Globalization;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>What is wrong with a lead, in words.</summary>
internal static class LeadText
{
    /// <summary>One lead in one epoch: <c>EEG C4-M1 hum 12 µV, pops</c>.</summary>
    public static string Of(ChannelQuality quality) => $"{quality.Channel} {string.Join(", ", quality.Faults.Select(Of))}";

    /// <summary>Every lead over a night; those of one label with their channel numbers.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<ChannelQualitySummary> night) =>
        night.Select(lead => Of(lead, night.Count(other => other.Channel == lead.Channel) > 1));

    private static string Of(ChannelQualitySummary summary, bool sharesItsLabel)
    {
        var name = sharesItsLabel ? string.Create(CultureInfo.InvariantCulture, $"{summary.Channel} (channel {summary.Number})") : summary.Channel;
        var faults = summary.Faults.Select(fault => string.Create(CultureInfo.InvariantCulture, $"{Word(fault.Fault)} in {fault.Epochs}"));
        var usable = string.Create(CultureInfo.InvariantCulture, $"{summary.UsableEpochs} of {summary.Epochs} epochs usable");
        return string.Join("; ", (string[])[$"{name}: {usable}", .. faults]);
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
