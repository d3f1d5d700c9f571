using System.Text;
using Streaming.Core.Signals.Edf;

namespace Streaming.Service.Exporting;

/// <summary>From which data record on each annotation is written: its own, or an earlier one where those behind it have no room for all. EDF+ lets an annotation
/// stand in any record.</summary>
internal static class AnnotationPlaces
{
    /// <summary>Upper bound of what one takes.</summary>
    public static int Bytes(EdfAnnotation annotation) => Encoding.UTF8.GetByteCount(annotation.Text) + 64;

    /// <param name="annotations">In order of time.</param>
    /// <param name="records">Numbers of the records there are, in order; at least one.</param>
    /// <param name="recordSeconds">Of each.</param>
    /// <param name="room">Bytes of annotations in each; none takes more.</param>
    public static Queue<(EdfAnnotation Annotation, long Record)> Of(IReadOnlyList<EdfAnnotation> annotations, IReadOnlyList<long> records, int recordSeconds, int room)
    {
        var places = new (EdfAnnotation, long)[annotations.Count];
        var (at, free) = (records.Count - 1, room);
        for (var n = annotations.Count - 1; n >= 0; n--)
        {
            // Backwards: what comes last has the fewest records before the end.
            while (at > 0 && annotations[n].OnsetSeconds < new Core.Signals.Rational(records[at] * recordSeconds)) (at, free) = (at - 1, room);
            var bytes = Bytes(annotations[n]);
            if (bytes > free && at > 0) (at, free) = (at - 1, room);
            free -= bytes;
            places[n] = (annotations[n], records[at]);
        }
        return new Queue<(EdfAnnotation, long)>(places);
    }
}
