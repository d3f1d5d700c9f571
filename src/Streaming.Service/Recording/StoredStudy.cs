using Streaming.Service.Ingest;
using Streaming.V1;

namespace Streaming.Service.Recording;

/// <summary>A study as the night log holds it.</summary>
internal sealed record StoredStudy(
    BedKey Bed, StudyDescriptor Descriptor, long FirstOffset, bool IsEnded, long? EndOffset, IReadOnlyList<ChannelAccount> Accounts)
{
    public string Id => Descriptor.StudyId;
}
