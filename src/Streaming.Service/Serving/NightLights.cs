using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>Lights that people mark. Of each kind the mark made last counts; every one is audited.</summary>
internal sealed class NightLights(NightLog log, EditWriter writer, NightSpan span, TimeProvider time)
{
    public Task<LightsMark> MarkAsync(MarkLightsRequest request, StoredStudy stored, CancellationToken cancellationToken)
    {
        var at = (double)span.At(request.AtSeconds, stored);
        RequestCheck.Author(request.Author);
        if (FaultOf(request.On, at, stored) is { } fault) throw RequestCheck.Invalid("at_seconds", fault);
        var mark = new LightsMark { StudyId = stored.Id, On = request.On, AtSeconds = request.AtSeconds, Author = request.Author };
        return writer.WriteAsync(
            transaction =>
            {
                transaction.AddLights(stored.Bed, mark, time.GetUtcNow());
                transaction.AddAudit(time.GetUtcNow(), stored.Id, null, request.Author, "mark-lights", mark);
                return mark;
            },
            cancellationToken);
    }

    // Lights that go on before they went off would be taken for the evening's, and a night that has ended would have no end. While a night runs, lights may
    // go off once more.
    private string? FaultOf(bool on, double at, StoredStudy stored)
    {
        if (log.AnswerFrom(reader => reader.Lights(stored.Id).LastOrDefault(mark => mark.On != on)) is not { } other) return null;
        StudyReader.TryRead(other.AtSeconds, out var standing);
        var there = (double)standing;
        if (on) return at < there ? FormattableString.Invariant($"lights on at {at:0.###} would come before lights off at {there:0.###}") : null;
        return stored.IsEnded && at > there
            ? FormattableString.Invariant($"lights off at {at:0.###} would come after lights on at {there:0.###}; mark those anew first")
            : null;
    }
}
