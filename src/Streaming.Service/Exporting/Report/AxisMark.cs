namespace Streaming.Service.Exporting.Report;

/// <summary>A round time on the axis of a night.</summary>
/// <param name="Seconds">Study time.</param>
/// <param name="Clock">23:00: what the lab's clock shows then; null where the recorder's was not set.</param>
internal readonly record struct AxisMark(double Seconds, string? Clock);
