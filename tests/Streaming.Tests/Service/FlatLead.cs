using Google.Protobuf;
using Streaming.V1;

namespace Streaming.Tests.Service;

/// <summary>A study whose EEG lead stops moving for a while.</summary>
internal static class FlatLead
{
    public const int From = 60, To = 150;

    public static IEnumerable<SampleBlock> Blocks(TestStudy study) => study.Blocks().Select(block =>
    {
        if (block.Sequence is < From or >= To) return block;
        var changed = block.Clone();
        changed.Channels[0].Samples = ByteString.CopyFrom(new byte[changed.Channels[0].Samples.Length]);
        return changed;
    });
}
