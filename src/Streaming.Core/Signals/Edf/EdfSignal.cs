namespace Streaming.Core.Signals.Edf;

/// <summary>One signal's header, text as in the file without its padding.</summary>
/// <param name="Label">At most 16 characters.</param>
/// <param name="Unit">Physical dimension, at most 8 characters.</param>
/// <param name="Scaling">Physical limits as decimal text of at most 8 characters, digital limits.</param>
/// <param name="SamplesPerRecord">Not negative.</param>
public sealed record EdfSignal(string Label, string Unit, ChannelScaling Scaling, int SamplesPerRecord)
{
    /// <summary>At most 80 characters.</summary>
    public string Transducer { get; init; } = "";

    /// <summary>At most 80 characters.</summary>
    public string Prefiltering { get; init; } = "";

    /// <summary>At most 32 characters.</summary>
    public string Reserved { get; init; } = "";

    /// <summary>Why the signal cannot be used, or null.</summary>
    public string? Problem { get; init; }

    /// <summary>Holds annotations, not samples.</summary>
    public bool IsAnnotations => Label is "EDF Annotations" or "BDF Annotations";
}
