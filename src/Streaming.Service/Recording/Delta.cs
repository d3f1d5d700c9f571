using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>One committed change, as a watcher receives it. The message is shared: nobody may write to it.</summary>
internal sealed record Delta(long Sequence, BedKey Bed, WatchResponse Message);
