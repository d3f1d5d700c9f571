namespace Streaming.Training.Datasets;

/// <summary>What must stand wherever simulated data is named beside a model or a picture.</summary>
internal static class SimulatedWords
{
    public const string Sentence = "Simulated data proves the machinery, never accuracy.";

    /// <summary>The sentence, after a space, where a description of nights names simulated ones; else nothing.</summary>
    public static string Of(string description) => description.Contains("simulated", StringComparison.Ordinal) ? " " + Sentence : "";
}
