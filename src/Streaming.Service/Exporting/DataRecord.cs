namespace Streaming.Service.Exporting;

/// <summary>All channels of a study over one stretch of time.</summary>
/// <param name="Number">From 0; it starts at number × record length.</param>
/// <param name="Samples">By channel: digital values, <see cref="Missing"/> where none ever came. Overwritten by the next record.</param>
internal readonly record struct DataRecord(long Number, int[][] Samples)
{
    /// <summary>No sample of two or three bytes has this value.</summary>
    public const int Missing = int.MinValue;
}
