namespace Streaming.Core.Evidence;

/// <summary>What the detectors saw in one epoch. Null means not observed, which is not the same as absent.</summary>
public sealed record EpochFindings
{
    /// <summary>Epoch number.</summary>
    public required long Epoch { get; init; }

    /// <summary>Study time of the epoch's start.</summary>
    public required double StartSeconds { get; init; }

    /// <summary>Which channels could be looked at.</summary>
    public required Observed Observed { get; init; }

    /// <summary>From earlier epochs.</summary>
    public required NightContext Before { get; init; }

    /// <summary>In order of onset.</summary>
    public required IReadOnlyList<Finding> Events { get; init; }

    /// <summary>Share of the seconds whose occipital activity is mostly 8-13 Hz, 0 to 1; null without an occipital row.</summary>
    public double? AlphaShare { get; init; }

    /// <summary>Share of the seconds of low-amplitude mixed frequency (4-7 Hz above 8-13 Hz, no slow wave, not tall), 0 to 1; null without EEG.</summary>
    public double? MixedShare { get; init; }

    /// <summary>Mean frequency of the occipital 4-13 Hz activity; null without an occipital row.</summary>
    public double? OccipitalHz { get; init; }

    /// <summary>Null without EEG.</summary>
    public SlowActivity? Slow { get; init; }

    /// <summary>Null without a chin row.</summary>
    public ChinTone? Chin { get; init; }

    /// <summary>Share of the epoch that movement obscures, 0 to 1.</summary>
    public double MovementShare { get; init; }

    /// <summary>Events of one kind.</summary>
    public int Count(FindingKind kind)
    {
        var count = 0;
        foreach (var found in Events) count += found.Kind == kind ? 1 : 0;
        return count;
    }

    /// <summary>Two spindles or K-complexes, or more.</summary>
    public bool HasSeveralMarkers => Count(FindingKind.Spindle) + Count(FindingKind.KComplex) > 1;

    /// <summary>The first spindle or K-complex that begins in [from, to) seconds after the epoch's start.</summary>
    public Finding? Marker(double fromSeconds, double toSeconds)
    {
        foreach (var found in Events)
        {
            var at = found.OnsetSeconds - StartSeconds;
            if (found.Kind is FindingKind.Spindle or FindingKind.KComplex && at >= fromSeconds && at < toSeconds && !IsTied(found)) return found;
        }
        return null;
    }

    // A K-complex that comes with an arousal is not counted for N2 (AASM).
    private bool IsTied(Finding complex)
    {
        if (complex.Kind != FindingKind.KComplex) return false;
        foreach (var found in Events)
            if (found.Kind == FindingKind.Arousal && found.OnsetSeconds < complex.EndSeconds + 1 && complex.OnsetSeconds < found.EndSeconds) return true;
        return false;
    }
}
