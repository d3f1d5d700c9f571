namespace Streaming.Service.Recording;

/// <summary>Whether what arrives can be kept. While it cannot, nothing is acknowledged and nothing FINAL is issued.</summary>
internal sealed class StoreHealth(Journal journal, NightLog log, PatientReads reads)
{
    /// <summary>What comes is kept, and beds find what they need of it.</summary>
    public bool IsWritable => journal.IsWritable && log.IsWritable && reads.IsAnswered;
}
