using Google.Protobuf.WellKnownTypes;
using Streaming.Core.Signals;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>Decisions in the words of the contract.</summary>
/// <param name="caps">Of the model that reads the study; null: its bundle has none.</param>
internal sealed class ReportWriter(BedKey bed, Study study, ConfidenceCaps? caps)
{
    private static readonly string[] RowNames = ["frontal", "central", "occipital", "left eye", "right eye", "chin"];

    public StageReport Final(
        PendingEpoch pending, StageEstimate? estimate, StageDecision decision, Core.Evidence.Reason reason, ModelIdentity model, DateTimeOffset now)
    {
        var report = Describe(pending, estimate, model, now);
        report.Epoch = pending.Epoch.Number;
        report.UnscorableReason = pending.Epoch.UnscorableReason ?? "";
        report.Reason = ReasonWriter.ToProto(reason);
        return Decide(report, decision, caps);
    }

    /// <summary>The same epoch with more of the night behind it.</summary>
    public static StageReport Revised(StageReport final, StageDecision decision, DateTimeOffset now, ConfidenceCaps? caps)
    {
        var report = final.Clone();
        report.Committed = now.ToTimestamp();
        report.CommitSequence = 0;
        return Decide(report, decision, caps);
    }

    public StageReport Provisional(PendingEpoch pending, StageEstimate estimate, DateTimeOffset now)
    {
        var report = Describe(pending, estimate, estimate.Model, now);
        var stage = Array.IndexOf(estimate.Probabilities, estimate.Probabilities.Max());
        report.Epoch = -1;
        report.Revision = V1.Revision.Provisional;
        report.Stage = ToProto((Core.Staging.Stage)stage);
        var decision = new StageDecision(-1, Core.Staging.Revision.Provisional, (Core.Staging.Stage)stage, estimate.Probabilities, 0);
        report.Confidence = ConfidenceCaps.Confidence(caps, decision, HasEyesOrChin(report));
        report.Probabilities.Add(estimate.Probabilities);
        report.WindowLastIndex = pending.Epoch.WindowLastIndex;
        return report;
    }

    public static V1.Stage ToProto(Core.Staging.Stage stage) => (V1.Stage)((int)stage + 1);

    /// <param name="stage">Of a report; not UNSPECIFIED.</param>
    public static Core.Staging.Stage FromProto(V1.Stage stage) => (Core.Staging.Stage)((int)stage - 1);

    public ChannelAccount ToProto(SampleAccount account) => new()
    {
        Channel = study.Channels[account.Channel].Label,
        Number = (uint)account.Channel,
        Expected = account.Expected,
        Received = account.Received,
        Backfilled = account.Backfilled,
        Lost = account.Lost,
        Late = account.Late,
        Conflicting = account.Conflicting,
        Refused = account.Refused,
    };

    private static StageReport Decide(StageReport report, StageDecision decision, ConfidenceCaps? caps)
    {
        report.Revision = (V1.Revision)(int)decision.Revision;
        report.Stage = ToProto(decision.Stage);
        report.Confidence = ConfidenceCaps.Confidence(caps, decision, HasEyesOrChin(report));
        report.Probabilities.Clear();
        report.Probabilities.Add(decision.Probabilities);
        report.LookAheadEpochs = decision.LookAheadEpochs;
        if (report.Reason is { } reason) report.Reason = ReasonWriter.Again(reason, decision, report.UnscorableReason, report.Confidence);
        return report;
    }

    private StageReport Describe(PendingEpoch pending, StageEstimate? estimate, ModelIdentity model, DateTimeOffset now)
    {
        var epoch = pending.Epoch;
        var report = new StageReport
        {
            StudyId = study.Id.ToString(),
            Site = bed.Site,
            Bed = bed.Bed,
            StartSeconds = StudyReader.ToProto(epoch.StartSeconds),
            Calibrating = epoch.IsCalibrating,
            Model = new ModelRef { Name = model.Name, Version = model.Version, Sha256 = model.Sha256 },
            Provider = estimate?.Provider ?? "",
            Unreviewed = true,
            LastSampleReceived = pending.LastSampleReceived.ToTimestamp(),
            Committed = now.ToTimestamp(),
        };
        if (estimate is not null) report.NetworkProbabilities.Add(estimate.Probabilities);
        for (var row = 0; row < RowNames.Length; row++) report.Derivations.Add(Used(row, epoch));
        report.Accounts.Add(epoch.Accounts.Select(ToProto));
        report.Quality.Add(epoch.Quality);
        report.ChannelQuality.Add(epoch.ChannelQualities.Select(quality => SignalWords.ToProto(quality, study)));
        if (caps is not null && estimate is not null && !HasEyesOrChin(report))
            report.Quality.Add(ConfidenceCaps.Remark);
        if (estimate?.Novelty is not { } novelty) return report;
        report.Novelty = novelty.Score;
        report.OutOfDistribution = novelty.IsFlagged;
        if (novelty.Reason is { } strange) report.Quality.Add(strange);
        return report;
    }

    private static bool HasEyesOrChin(StageReport report) =>
        report.Derivations.Skip((int)DerivationRow.LeftEye).Any(row => row.ScaleMicrovolts > 0);

    public static string RowName(int row) => RowNames[row];

    private static DerivationUsed Used(int row, Epoch epoch)
    {
        var used = new DerivationUsed { Row = RowNames[row], ScaleMicrovolts = epoch.ScalesMicrovolts[row] };
        if (epoch.Derivations[row] is not { } derivation) return used;
        (used.Derivation, used.Fallback) = (derivation.Name, derivation.IsFallback);
        used.Channels.Add((uint)derivation.Positive);
        if (derivation.Negative is { } negative) used.Channels.Add((uint)negative);
        return used;
    }
}
