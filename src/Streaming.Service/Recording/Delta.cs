using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>One committed change, as a watcher receives it. The message is shared: nobody may write to it.</summary>
/// <param name="Sequence">Of the commit.</param>
/// <param name="Bed">Where.</param>
/// <param name="Message">What is said.</param>
/// <param name="Encoded">The same on the wire, and in the night log: encoded once, however many watchers there are.</param>
/// <param name="Report">The report's part of <paramref name="Encoded"/>; empty where it is something else.</param>
internal sealed record Delta(long Sequence, BedKey Bed, WatchResponse Message, byte[] Encoded, ReadOnlyMemory<byte> Report);
