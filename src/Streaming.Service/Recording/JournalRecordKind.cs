namespace Streaming.Service.Recording;

/// <summary>What a journal record holds. The numbers are the file format.</summary>
public enum JournalRecordKind : byte
{
    /// <summary>A StudyDescriptor as it came.</summary>
    Study = 1,

    /// <summary>A SampleBlock as it came.</summary>
    Samples = 2,

    /// <summary>A StudyEvent as it came.</summary>
    Event = 3,

    /// <summary>A GatewayStatus as it came.</summary>
    Status = 4,

    /// <summary>The service's own decision that a study's samples have stopped; recorded so that a replay decides the same.</summary>
    TimeOut = 5,

    /// <summary>Nothing: a study's message stood here until the study was deleted.</summary>
    Erased = 6,
}
