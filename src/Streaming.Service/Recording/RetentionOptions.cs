using System.ComponentModel.DataAnnotations;

namespace Streaming.Service.Recording;

/// <summary>What is deleted and when, and when the disk is said to be short.</summary>
public sealed class RetentionOptions
{
    /// <summary>Days after a study's recording was written for which its messages stay in the journal (waveforms, pictures, a new export); 0: for ever. Nothing that is
    /// not recorded is ever deleted.</summary>
    [Range(0, 3650)]
    public int JournalDays { get; set; } = 14;

    /// <summary>Days for which a recording is kept; 0: for ever. Afterwards the night's samples are nowhere.</summary>
    [Range(0, 3650)]
    public int RecordingDays { get; set; }

    /// <summary>When the disk is urgently short, messages of recorded studies go before their days are over, oldest first.</summary>
    public bool MakeRoom { get; set; } = true;

    /// <summary>Free space below which it is said.</summary>
    [Range(0, 1L << 50)]
    public long WarnFreeBytes { get; set; } = 20L << 30;

    /// <summary>Said too when the disk will be full within so many hours at the pace of the last ones.</summary>
    [Range(0, 8760)]
    public int WarnFullHours { get; set; } = 36;

    /// <summary>Free space below which it is urgent.</summary>
    [Range(0, 1L << 50)]
    public long UrgentFreeBytes { get; set; } = 2L << 30;
}
