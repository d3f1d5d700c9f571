namespace Streaming.Replay.Recordings;

/// <summary>Where beds get what they play.</summary>
internal interface IRecordingSource : IDisposable
{
    /// <summary>How many beds it is natural to play.</summary>
    int Count { get; }

    /// <summary>A recording for one bed, under a fresh study id.</summary>
    /// <exception cref="RecordingException">It cannot be played; the message says why.</exception>
    BedRecording Open(int bed);
}
