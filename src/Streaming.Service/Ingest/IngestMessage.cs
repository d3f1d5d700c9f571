using Streaming.Core.Signals;
using Streaming.V1;

namespace Streaming.Service.Ingest;

/// <summary>A valid message, read once.</summary>
internal abstract record IngestMessage
{
    /// <summary>A recording begins. The descriptor is kept as it came.</summary>
    internal sealed record Opened(Study Study, StudyDescriptor Descriptor) : IngestMessage;

    /// <summary>Samples of a study whose descriptor is known: checked, but still in the bytes of the message.</summary>
    internal sealed record Samples(Study Study, WireBlock Wire) : IngestMessage
    {
        /// <summary>The samples; they stand in the buffer until it is used again.</summary>
        public Core.Signals.SampleBlock Decode(SampleBuffer buffer) => SamplesReader.Decode(Wire, Study, buffer);
    }

    internal sealed record Happened(StudyEvent Event) : IngestMessage;

    /// <summary>Samples or an event of a study whose descriptor has not come: journalled, read again when it has.</summary>
    internal sealed record Held(Guid StudyId) : IngestMessage;

    internal sealed record Status(GatewayStatus Gateway) : IngestMessage;

    /// <summary>The service decided that a study's samples have stopped.</summary>
    internal sealed record TimedOut(Guid StudyId) : IngestMessage;

    /// <summary>The service noticed that nothing comes; of no journal record.</summary>
    internal sealed record Silence : IngestMessage;

    /// <summary>It is the bed's turn to draw a rolling window; of no journal record.</summary>
    internal sealed record Turn : IngestMessage;

    /// <summary>Nothing to do: a retained message that was cleared, or a descriptor that is known already.</summary>
    internal sealed record Nothing : IngestMessage;
}
