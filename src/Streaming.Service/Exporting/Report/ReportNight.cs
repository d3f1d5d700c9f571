using Streaming.Core.Signals;
using Streaming.Service.Recording;
using Streaming.Service.Serving;
using Streaming.V1;

namespace Streaming.Service.Exporting.Report;

/// <summary>What a report is made of.</summary>
/// <param name="Night">With all revisions.</param>
/// <param name="Study">Its study, read.</param>
/// <param name="Calibration">What the bio-calibration showed.</param>
/// <param name="Clock">The lab's, for every wall time.</param>
/// <param name="WrittenAt">Wall time.</param>
internal sealed record ReportNight(Night Night, Study Study, GetCalibrationResponse Calibration, LabClock Clock, DateTimeOffset WrittenAt)
{
    /// <summary>The highest revision of each epoch, in order.</summary>
    public IReadOnlyList<StageReport> Standing { get; } = [.. Night.Reports.GroupBy(report => report.Epoch).Select(epoch => epoch.Last())];

    /// <summary>The machine's last word on each epoch, in order.</summary>
    public IReadOnlyList<StageReport> Automatic { get; } =
        [.. Night.Reports.Where(report => report.Revision != Revision.Overridden).GroupBy(report => report.Epoch).Select(epoch => epoch.Last())];

    public NightStatistics Statistics => Night.Statistics;

    public NightTimes Times { get; } = new(Study, Clock);

    /// <summary>Null: not signed, or no longer.</summary>
    public Signature? Signature => NightWriter.SignatureOf(Night.Signatures);

    /// <summary>In one line, for the head of every page.</summary>
    public string Status
    {
        get
        {
            if (Signature is { } signature)
            {
                var whole = signature.FirstEpoch <= Standing[0].Epoch && signature.LastEpoch >= Standing[^1].Epoch;
                var signed = $"signed by {signature.Author}, {Clock.Text(signature.At.ToDateTimeOffset(), "yyyy-MM-dd HH:mm")}";
                return whole ? signed : $"{signed}, for epochs {signature.FirstEpoch + 1} to {signature.LastEpoch + 1}; the rest automatic, unreviewed";
            }
            return Night.Signatures.Count == 0 ? "automatic, unreviewed"
                : Night.Signatures[^1].State == SignatureState.Superseded ? "changed since it was signed: unreviewed until signed again"
                : "signature withdrawn: unreviewed";
        }
    }

    public static ReportNight Of(StoredStudy stored, Study study, NightLogReader log, CalibrationDesk calibrations, LabClock clock, DateTimeOffset now) =>
        new(NightWriter.Write(stored, log, allRevisions: true), study, calibrations.Read(stored, log), clock, now);
}
