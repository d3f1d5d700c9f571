namespace Streaming.Core.Staging;

/// <summary>AASM sleep stages in class order, and the refusal to guess.</summary>
public enum Stage
{
    W = 0,
    N1 = 1,
    N2 = 2,
    N3 = 3,
    R = 4,

    /// <summary>Too little signal, or nothing that could be scored; always with a reason.</summary>
    Unscorable = 5,
}
