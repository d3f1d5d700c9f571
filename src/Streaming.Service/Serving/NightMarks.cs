using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Marks that people set at a study time. They never move a stage, and a signature stands whatever they say.</summary>
internal sealed class NightMarks(EditWriter writer, NightSpan span, TimeProvider time)
{
    public Task<NightMark> AddAsync(AddMarkRequest request, StoredStudy stored, CancellationToken cancellationToken)
    {
        var mark = request.Mark?.Clone() ?? throw RequestCheck.Invalid("mark", "must be given");
        span.At(mark.AtSeconds, stored);
        RequestCheck.Author(mark.Author);
        if (MarkReader.FaultOf(mark) is var (field, limit)) throw RequestCheck.Invalid(field, limit);
        mark.StudyId = stored.Id;
        return writer.WriteAsync(
            transaction =>
            {
                transaction.AddMark(stored.Bed, mark);
                transaction.AddAudit(time.GetUtcNow(), stored.Id, null, mark.Author, "add-mark", mark);
                return mark;
            },
            cancellationToken);
    }
}
