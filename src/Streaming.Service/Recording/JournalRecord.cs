namespace Streaming.Service.Recording;

/// <summary>One message, kept byte for byte as it arrived.</summary>
/// <param name="Kind">What the payload is.</param>
/// <param name="Site">At most 64 ASCII characters.</param>
/// <param name="Bed">At most 64 ASCII characters.</param>
/// <param name="ReceivedAt">Wall clock at arrival, kept to the microsecond.</param>
/// <param name="Payload">The MQTT payload; for <see cref="JournalRecordKind.TimeOut"/> the study id in text.</param>
public sealed record JournalRecord(JournalRecordKind Kind, string Site, string Bed, DateTimeOffset ReceivedAt, ReadOnlyMemory<byte> Payload);
