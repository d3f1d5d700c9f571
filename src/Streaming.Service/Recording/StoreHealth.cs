namespace Streaming.Service.Recording;

/// <summary>Whether what arrives can be kept. While it cannot, nothing is acknowledged and nothing FINAL is issued.</summary>
internal sealed class StoreHealth(Journal journal, NightLog log)
{
    public bool IsWritable => journal.IsWritable && log.IsWritable;
}
