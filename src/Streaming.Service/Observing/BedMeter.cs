using System.Diagnostics.Metrics;
using Streaming.Service.Flow;
using Streaming.V1;

namespace Streaming.Service.Observing;

/// <summary>The accounts and leads of every bed as gauges. Labels are places and words, never people.</summary>
internal static class BedMeter
{
    public static void Register(LineMeter meter, BedBoard beds)
    {
        meter.Watch("streaming_samples", "Of the closed epochs of the bed's study, all channels: expected = received + backfilled + lost",
            () => beds.All().SelectMany(Samples));
        meter.Watch("streaming_epochs", "Of the bed's study: begun = staged + unscorable + open", () => beds.All().SelectMany(Epochs));
        meter.Watch("streaming_signal_faults", "Channels of the bed with the fault in the last decided epoch", () => beds.All().SelectMany(Faults));
    }

    private static IEnumerable<Measurement<double>> Samples(Bed bed) =>
    [
        Of(bed, "kind", "expected", bed.Accounts.Sum(account => account.Expected)),
        Of(bed, "kind", "received", bed.Accounts.Sum(account => account.Received)),
        Of(bed, "kind", "backfilled", bed.Accounts.Sum(account => account.Backfilled)),
        Of(bed, "kind", "lost", bed.Accounts.Sum(account => account.Lost)),
        Of(bed, "kind", "late", bed.Accounts.Sum(account => account.Late)),
        Of(bed, "kind", "conflicting", bed.Accounts.Sum(account => account.Conflicting)),
        Of(bed, "kind", "refused", bed.Accounts.Sum(account => account.Refused)),
    ];

    private static IEnumerable<Measurement<double>> Epochs(Bed bed) =>
    [
        Of(bed, "kind", "begun", bed.Epochs?.Begun ?? 0),
        Of(bed, "kind", "staged", bed.Epochs?.Staged ?? 0),
        Of(bed, "kind", "unscorable", bed.Epochs?.Unscorable ?? 0),
        Of(bed, "kind", "open", bed.Epochs?.Open ?? 0),
    ];

    // Every fault every time: a gauge that is left out keeps its last value.
    private static IEnumerable<Measurement<double>> Faults(Bed bed) =>
        Enum.GetValues<SignalFault>().Where(fault => fault != SignalFault.Unspecified).Select(fault => Of(
            bed, "fault", SignalWords.Cause((Core.Quality.SignalFault)(int)fault),
            bed.ChannelQuality.Count(quality => quality.Faults.Any(found => found.Fault == fault))));

    private static Measurement<double> Of(Bed bed, string key, string value, double amount) => new(
        amount,
        new KeyValuePair<string, object?>("site", bed.Site), new KeyValuePair<string, object?>("bed", bed.Bed_), new KeyValuePair<string, object?>(key, value));
}
