using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>One committed change: its bytes, and what has to be known of it without reading them. Thousands are kept for watchers that come back, each of
/// which would be dozens of objects.</summary>
/// <param name="Sequence">Of the commit.</param>
/// <param name="Bed">Where.</param>
/// <param name="Encoded">A <see cref="WatchResponse"/> on the wire, and in the night log: encoded once, however many watchers there are.</param>
/// <param name="Report">The report's part of <paramref name="Encoded"/>; empty where it is something else.</param>
/// <param name="Revision">Of the report; unspecified where it is something else.</param>
internal sealed record Delta(long Sequence, BedKey Bed, byte[] Encoded, ReadOnlyMemory<byte> Report, Revision Revision)
{
    /// <summary>Stands for <see cref="Encoded"/> where a message is asked for.</summary>
    public WatchResponse Envelope => field ??= Recording.Envelope.Of(Encoded);
}
