namespace Streaming.Scoring;

/// <summary>Which engine runs the network.</summary>
public enum ScoringProvider
{
    /// <summary>CUDA if it loads, else the CPU, with one log line that says why.</summary>
    Auto = 0,

    Cpu = 1,

    /// <summary>CUDA, or no start.</summary>
    Cuda = 2,
}
