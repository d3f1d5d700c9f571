namespace Streaming.Training.Datasets.Miniature;

/// <summary>Writes simulated nights as a data set has them: names, files, codes, and its awkward cases among the subjects.</summary>
internal interface IMiniatureWriter
{
    /// <summary>The nights of one subject.</summary>
    /// <param name="folder">Of the data set.</param>
    /// <param name="subject">From 0; which awkward case it has depends on it.</param>
    /// <param name="source">Simulates its nights.</param>
    IEnumerable<WrittenNight> Write(string folder, int subject, NightSource source);
}
