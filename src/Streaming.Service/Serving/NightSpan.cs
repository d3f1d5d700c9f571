using System.Globalization;
using Streaming.Core.Windowing;
using Streaming.Service.Flow;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>How far a night goes: what people mark lies in it.</summary>
internal sealed class NightSpan(NightLog log, BedBoard beds, TimeProvider time)
{
    // What a person marks as now may be a little ahead of the samples.
    private static readonly TimeSpan s_ahead = TimeSpan.FromMinutes(1);

    /// <exception cref="Grpc.Core.RpcException">It is no time, or none of this night.</exception>
    public Core.Signals.Rational At(Rational? at, StoredStudy stored)
    {
        var value = RequestCheck.At(at);
        var end = EndOf(stored);
        if ((double)value <= end) return value;
        throw RequestCheck.Invalid("at_seconds", string.Create(
            CultureInfo.InvariantCulture, $"{(double)value:0.###} is beyond the night, which {(stored.IsEnded ? "ended" : "has come")} at {end:0.###}"));
    }

    /// <summary>Seconds of study time. A night goes on by the wall clock too while its samples are held up, and by its samples where it is replayed faster.</summary>
    private double EndOf(StoredStudy stored)
    {
        if (stored.IsEnded) return Decided(stored) + Epoch.Seconds; // a last part of an epoch is decided by nobody
        var (sampled, since) = beds.Find(stored.Bed) is { } bed && bed.StudyId == stored.Id ? (bed.StudySeconds, bed.LastSamples) : (Decided(stored), null);
        // From the last samples, not from the stated start: a recorder whose clock is a year behind would have a night of a year.
        var heldUp = since is null ? TimeSpan.Zero : time.GetUtcNow() - since.ToDateTimeOffset();
        return sampled + Math.Max(0, heldUp.TotalSeconds) + s_ahead.TotalSeconds;
    }

    private double Decided(StoredStudy stored)
    {
        StudyReader.TryRead(stored.Descriptor.EpochOriginSeconds, out var origin);
        return log.AnswerFrom(reader => reader.LastFinals(stored.Id, 1)) is [var last] ? (double)origin + (last.Epoch + 1) * Epoch.Seconds : (double)origin;
    }
}
