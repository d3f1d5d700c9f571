namespace Streaming.Service.Ingest;

/// <summary>One run of samples inside a <see cref="WireBlock"/>.</summary>
/// <param name="Channel">As stated; not checked.</param>
/// <param name="FirstIndex">As stated; not checked.</param>
/// <param name="Start">Of its bytes in the block's payload.</param>
/// <param name="Length">Bytes.</param>
internal readonly record struct WireRun(uint Channel, long FirstIndex, int Start, int Length);
