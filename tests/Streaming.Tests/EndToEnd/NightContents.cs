using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Microsoft.Extensions.DependencyInjection;
using Streaming.Service.Exporting;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.Tests.Service;
using Streaming.V1;

namespace Streaming.Tests.EndToEnd;

/// <summary>What a night comes to, without what may differ between two runs: wall times, sequence numbers, invented names, and word of
/// transport, clock and disk.</summary>
internal sealed record NightContents(
    IReadOnlyList<StageReport> Reports, IReadOnlyList<Advisory> SignalAdvisories, string SamplesSha256, long Samples)
{
    // What time, transport and the machine's own disk may bring on the way (docs/quality.md); everything else speaks of the signal.
    private static readonly string[] OtherCauses =
    [
        "gateway-offline", "study-stalled", "study-over", "descriptor-missing", "broker-gone", "channel-silent", "recorder-clock", "disk-short", "store-refuses",
    ];

    public static async Task<NightContents> OfAsync(ServiceHost host, Guid studyId)
    {
        var night = await host.EndedNightAsync(studyId.ToString());
        using var reader = host.Services.GetRequiredService<NightLog>().Read();
        var stored = reader.FindStudy(studyId.ToString())!;
        var samples = new StudySamples(
            host.Services.GetRequiredService<Journal>(), host.Services.GetRequiredService<PayloadReader>(), stored,
            StudyReader.Read(stored.Descriptor).Study!, TestContext.Current.CancellationToken);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var count = 0L;
        foreach (var record in samples.Records(1))
        {
            foreach (var channel in record.Samples)
            {
                hash.AppendData(MemoryMarshal.AsBytes<int>(channel));
                count += channel.LongCount(value => value != DataRecord.Missing);
            }
        }
        return new NightContents(
            OfflineReports.Comparable(night.Reports), [.. night.Advisories.Where(IsOfSignal).Select(Comparable).OrderBy(advisory => advisory.ToString())],
            Convert.ToHexStringLower(hash.GetHashAndReset()), count);
    }

    private static bool IsOfSignal(Advisory advisory) => !OtherCauses.Contains(advisory.Cause);

    private static Advisory Comparable(Advisory advisory)
    {
        var copy = advisory.Clone();
        (copy.AdvisoryId, copy.Onset, copy.End, copy.Count, copy.AcknowledgedBy) = ("", null, null, 0, "");
        return copy;
    }
}
