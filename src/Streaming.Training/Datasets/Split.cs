namespace Streaming.Training.Datasets;

/// <summary>Who is used for what. Subjects of different splits never share a seed.</summary>
internal enum Split
{
    Training = 1,

    /// <summary>Temperature and smoothing are chosen on these.</summary>
    Validation = 2,

    /// <summary>Only ever reported.</summary>
    Test = 3,
}
