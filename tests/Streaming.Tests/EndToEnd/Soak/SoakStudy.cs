using Streaming.Tests.Service;

namespace Streaming.Tests.EndToEnd.Soak;

/// <summary>One study of a bed with what befalls it, and what may therefore be lost.</summary>
internal sealed class SoakStudy(string bed, TestStudy study, IReadOnlyList<BedFault> faults)
{
    private readonly List<(double From, double To)> _lossy = [.. faults.Where(fault => fault.MayLose).Select(fault => ((double)fault.FromSeconds, (double)fault.ToSeconds))];
    private readonly Lock _gate = new();

    public string Bed { get; } = bed;

    public TestStudy Study { get; } = study;

    public IReadOnlyList<BedFault> Faults { get; } = faults;

    /// <summary>How far its samples have been sent, study seconds.</summary>
    public int SentSeconds { get; set; }

    /// <summary>Where the gateway left it without an end, because it began another; null where it was played to its end.</summary>
    public int? AbandonedAt { get; set; }

    /// <summary>Something beyond the bed may have lost samples around where it is now.</summary>
    public void Excuse(double beforeSeconds, double afterSeconds)
    {
        lock (_gate) _lossy.Add((SentSeconds - beforeSeconds, SentSeconds + afterSeconds));
    }

    public bool IsExcused(double fromSeconds, double toSeconds)
    {
        lock (_gate) return _lossy.Any(span => span.From < toSeconds && span.To > fromSeconds);
    }

    /// <summary>The fault that decides whether a stretch is sent again on request; null: it is.</summary>
    public BedFault? WithheldBy(double fromSeconds, double toSeconds) =>
        Faults.FirstOrDefault(fault => fault.Withholds && fault.Touches(fromSeconds, toSeconds));
}
