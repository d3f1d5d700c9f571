using System.Globalization;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>What is wrong with a lead, in words.</summary>
internal static class LeadText
{
    /// <summary>The faulty leads of one epoch: <c>EEG C4-M1 hum 12 µV, pops</c>; those of one label with their channel numbers.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<ChannelQuality> epoch) => epoch
        .Select((lead, place) => (Lead: lead, Name: Name(lead.Channel, lead.HasNumber ? lead.Number : place, epoch.Count(other => other.Channel == lead.Channel) > 1)))
        .Where(one => one.Lead.Faults.Count > 0)
        .Select(one => $"{one.Name} {string.Join(", ", one.Lead.Faults.Select(Of))}");

    /// <summary>Every lead over a night; those of one label with their channel numbers.</summary>
    public static IEnumerable<string> Of(IReadOnlyCollection<ChannelQualitySummary> night) =>
        night.Select(lead => Of(lead, night.Count(other => other.Channel == lead.Channel) > 1));

    private static string Name(string label, long number, bool isShared) =>
        isShared ? string.Create(CultureInfo.InvariantCulture, $"{label} (channel {number})") : label;

    private static string Of(ChannelQualitySummary summary, bool sharesItsLabel)
    {
        var name = Name(summary.Channel, summary.Number, sharesItsLabel);
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
