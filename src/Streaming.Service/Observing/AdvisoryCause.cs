namespace Streaming.Service.Observing;

/// <summary>Causes of advisories that more than one part of the service must know. The words are stable: clients tell advisories apart by them (docs/quality.md).</summary>
internal static class AdvisoryCause
{
    public const string BedFailed = "bed-failed";
    public const string ChannelSilent = "channel-silent";
    public const string DescriptorMissing = "descriptor-missing";
    public const string GatewayOffline = "gateway-offline";
    public const string Montage = "montage";
    public const string RecorderClock = "recorder-clock";
    public const string SamplesLate = "samples-late";
    public const string SamplesLost = "samples-lost";
    public const string StudyStalled = "study-stalled";
    public const string StudyStart = "study-start";

    /// <summary>What is said of one study, and is over with it.</summary>
    public static IReadOnlyList<string> OfOneStudy { get; } = [SamplesLost, Montage, StudyStart, StudyStalled, ChannelSilent, RecorderClock, SamplesLate];

    /// <summary>Whether an advisory that lasted when the service stopped stands after its next start until its own end comes. These are said once, at an event that
    /// does not come again: the study's begin, or the moment something stopped. Any other is said anew where it still holds (a bed's lane fails again), and is over
    /// when it has been quiet.</summary>
    public static bool OutlastsRestart(string cause) => cause is SamplesLost or Montage or StudyStart or StudyStalled or GatewayOffline;
}
