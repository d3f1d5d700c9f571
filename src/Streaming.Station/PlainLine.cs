using System.Globalization;
using System.Text;
using System.Text.Json;
using Streaming.Core.Signals;
using Streaming.V1;

namespace Streaming.Station;

/// <summary>A result or a bed as one line of key=value; keys and their order are stable, values with spaces are quoted as in JSON.</summary>
internal static class PlainLine
{
    private static readonly LocalClock s_clock = new(TimeZoneInfo.Local);

    public static string Of(StageReport report, double? latencyMilliseconds)
    {
        var line = new StringBuilder();
        Add("revision", report.Revision.ToString().ToUpperInvariant());
        Add("site", report.Site);
        Add("bed", report.Bed);
        Add("study", report.StudyId);
        Add("epoch", report.Epoch.ToString(CultureInfo.InvariantCulture));
        Add("start_s", StudyTime.Seconds(report.StartSeconds).ToString("0.###", CultureInfo.InvariantCulture));
        Add("stage", StageText.Name(report.Stage));
        Add("confidence", report.Confidence.ToString("0.000", CultureInfo.InvariantCulture));
        Add("lost", report.Accounts.Sum(account => account.Lost).ToString(CultureInfo.InvariantCulture));
        Add("calibrating", report.Calibrating ? "true" : "false");
        Add("unreviewed", report.Unreviewed ? "true" : "false");
        Add("latency_ms", latencyMilliseconds?.ToString("0.0", CultureInfo.InvariantCulture) ?? "-");
        if (report.UnscorableReason.Length > 0)
            Add("reason", report.UnscorableReason);
        if (report.Author.Length > 0)
            Add("author", report.Author);
        if (report.Reason is { Sentence.Length: > 0 } why && report.UnscorableReason.Length == 0)
            Add("why", why.Sentence);
        return line.ToString();

        void Add(string key, string value) => Append(line, key, value);
    }

    public static string Of(Bed bed)
    {
        var line = new StringBuilder();
        Append(line, "site", bed.Site);
        Append(line, "bed", bed.Bed_);
        Append(line, "state", bed.State.ToString().ToUpperInvariant());
        Append(line, "gateway", bed.GatewayOnline ? "online" : "offline");
        Append(line, "study", bed.StudyId);
        Append(line, "study_s", bed.StudySeconds.ToString("0.###", CultureInfo.InvariantCulture));
        Append(line, "finals", bed.FinalEpochs.ToString(CultureInfo.InvariantCulture));
        Append(line, "unscorable", bed.UnscorableEpochs.ToString(CultureInfo.InvariantCulture));
        Append(line, "stage", StageText.Name(bed.LastReport?.Stage ?? default));
        Append(line, "lost", bed.LostSamples.ToString(CultureInfo.InvariantCulture));
        Append(line, "rejected", bed.RejectedMessages.ToString(CultureInfo.InvariantCulture));
        return line.ToString();
    }

    /// <summary>Began by this computer's clock, with its offset.</summary>
    public static string Of(NightSummary night)
    {
        var line = new StringBuilder();
        Append(line, "study", night.StudyId);
        Append(line, "site", night.Site);
        Append(line, "bed", night.Bed);
        Append(line, "began", night.Start?.ToDateTimeOffset() is { } start && s_clock.IsDated(start)
            ? s_clock.At(start).ToString("yyyy-MM-dd'T'HH:mm:sszzz", CultureInfo.InvariantCulture) : "-");
        Append(line, "epochs", night.HasLastEpoch ? (night.LastEpoch + 1).ToString(CultureInfo.InvariantCulture) : "0");
        Append(line, "state", night.Ended ? "ended" : "running");
        Append(line, "latest", night.Latest ? "true" : "false");
        Append(line, "signature", Signed(night));
        Append(line, "pseudonym", night.Pseudonym.Length > 0 ? night.Pseudonym : "-");
        if (night.EndReason.Length > 0)
            Append(line, "reason", night.EndReason);
        if (night.Signature is { } signature)
            Append(line, "author", signature.Author);
        return line.ToString();
    }

    private static string Signed(NightSummary night) => night.Signature switch
    {
        null => "none",
        { State: not SignatureState.Standing } => "void",
        { } standing when standing.FirstEpoch <= night.FirstEpoch && standing.LastEpoch >= night.LastEpoch => "whole",
        _ => "part",
    };

    private static void Append(StringBuilder line, string key, string value)
    {
        if (line.Length > 0)
            line.Append(' ');
        line.Append(key).Append('=').Append(IsBare(value) ? value : JsonSerializer.Serialize(value));
    }

    private static bool IsBare(string value) => value.Length > 0 && value.All(c => c is > ' ' and <= '~' and not '"' and not '=');
}
