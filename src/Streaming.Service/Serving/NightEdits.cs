using Google.Protobuf.WellKnownTypes;
using Grpc.Core;
using Streaming.Service.Access;
using Streaming.Service.Ingest;
using Streaming.Service.Observing;
using Streaming.Service.Recording;
using Streaming.V1;
namespace Streaming.Service.Serving;

/// <summary>What people write into a night. Every edit is audited.</summary>
internal sealed class NightEdits(NightLog log, EditWriter writer, NightSpan span, AdvisoryDesk advisories, TimeProvider time)
{
    private const int MaximumOverrides = 10_000; // three days of epochs

    public Task<StageReport> OverrideAsync(OverrideRequest request, StoredStudy stored, CancellationToken cancellationToken)
    {
        var epoch = RequestCheck.Epoch(request.Epoch);
        if (request.Stage is < V1.Stage.W or > V1.Stage.Unscorable) throw RequestCheck.Invalid("stage", $"{(int)request.Stage} is no stage");
        RequestCheck.Author(request.Author);
        RequestCheck.Text(request.Comment, "comment", 0);
        return writer.WriteAsync(
            transaction =>
            {
                var standing = transaction.Standing(stored.Id, epoch)
                    ?? throw RequestCheck.NotFound($"epoch {epoch} of study {stored.Id} is not decided");
                if (request.ExpectedSequence != 0 && request.ExpectedSequence != standing.CommitSequence)
                {
                    throw new RpcException(new Status(StatusCode.Aborted,
                        $"expected_sequence: {request.ExpectedSequence} was looked at, {standing.CommitSequence} stands: {standing.Stage}{(standing.Author.Length > 0 ? $" by {standing.Author}" : "")}"));
                }
                var report = Overridden(request, standing);
                transaction.AddReport(stored.Bed, report);
                transaction.AddAudit(time.GetUtcNow(), stored.Id, epoch, request.Author, "override", report);
                return report;
            },
            cancellationToken);
    }

    /// <summary>Overrides from an edited file: those that change what stands, all in one transaction. What cannot be is refused by name; the rest is
    /// kept.</summary>
    public Task<ImportOverridesResponse> ImportAsync(ImportOverridesRequest request, StoredStudy stored, CancellationToken cancellationToken)
    {
        RequestCheck.Author(request.Author);
        if (request.Overrides.Count > MaximumOverrides) throw RequestCheck.Invalid("overrides", $"{request.Overrides.Count} entries; {MaximumOverrides} may be");
        return writer.WriteAsync(
            transaction =>
            {
                var response = new ImportOverridesResponse();
                foreach (var wanted in request.Overrides)
                {
                    if (FaultOf(wanted, transaction, stored, out var standing) is { } fault)
                    {
                        response.Refused.Add(fault);
                        continue;
                    }
                    if (standing!.Stage == wanted.Stage) continue;
                    var report = Overridden(
                        new OverrideRequest { Stage = wanted.Stage, Author = request.Author, Comment = "imported" }, standing);
                    transaction.AddReport(stored.Bed, report);
                    transaction.AddAudit(time.GetUtcNow(), stored.Id, wanted.Epoch, request.Author, "import-override", report);
                    response.Applied++;
                }
                return response;
            },
            cancellationToken);
    }

    /// <summary>Somebody has seen it; it stays until its cause has gone.</summary>
    public async Task<Advisory> AcknowledgeAsync(AcknowledgeAdvisoryRequest request, Caller caller, CancellationToken cancellationToken)
    {
        RequestCheck.Author(request.Author);
        var known = log.AnswerFrom(reader => reader.FindAdvisory(request.AdvisoryId)) ?? throw RequestCheck.NotFound("no such advisory");
        var bed = new BedKey(known.Site, known.Bed);
        caller.Demand(bed);
        var acknowledged = advisories.Seen(bed, known, request.Author);
        await writer.WriteAsync(
            transaction =>
            {
                transaction.AddAdvisory(bed, acknowledged);
                transaction.AddAudit(time.GetUtcNow(), acknowledged.StudyId, null, request.Author, "acknowledge-advisory", acknowledged);
                return true;
            },
            cancellationToken);
        advisories.Acknowledge(bed, acknowledged); // not before: what the store refuses is not acknowledged
        return acknowledged;
    }

    private static string? FaultOf(StageOverride wanted, NightLogTransaction transaction, StoredStudy stored, out StageReport? standing)
    {
        standing = null;
        if (wanted.Stage is < V1.Stage.W or > V1.Stage.Unscorable) return $"epoch {wanted.Epoch}: {(int)wanted.Stage} is no stage";
        standing = wanted.Epoch is >= 0 and < 1_000_000 ? transaction.Standing(stored.Id, wanted.Epoch) : null;
        return standing is null ? $"epoch {wanted.Epoch} is not decided" : null;
    }

    public Task<NightNote> AddNoteAsync(AddNoteRequest request, StoredStudy stored, CancellationToken cancellationToken)
    {
        span.At(request.AtSeconds, stored);
        RequestCheck.Author(request.Author);
        var note = new NightNote
        {
            StudyId = stored.Id,
            AtSeconds = request.AtSeconds,
            Text = RequestCheck.Text(request.Text, "text", 1),
            Author = request.Author,
        };
        return writer.WriteAsync(
            transaction =>
            {
                transaction.AddNote(stored.Bed, note);
                transaction.AddAudit(time.GetUtcNow(), stored.Id, null, request.Author, "add-note", note);
                return note;
            },
            cancellationToken);
    }

    private StageReport Overridden(OverrideRequest request, StageReport standing)
    {
        var report = standing.Clone();
        report.Revision = V1.Revision.Overridden;
        report.Stage = request.Stage;
        // A person's word has no probability; what the machine thought stays in the network's own.
        report.Confidence = request.Stage == V1.Stage.Unscorable ? 0 : 1;
        report.Probabilities.Clear();
        report.UnscorableReason = request.Stage == V1.Stage.Unscorable ? "technologist" : "";
        report.LookAheadEpochs = 0;
        report.Author = request.Author;
        report.Comment = request.Comment;
        report.Unreviewed = false;
        report.Committed = time.GetUtcNow().ToTimestamp();
        return report;
    }
}
