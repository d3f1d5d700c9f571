namespace Streaming.Training.Datasets;

/// <summary>Images and labels of one step; given back to its source when used.</summary>
internal sealed class TrainingBatch(int size, int imageLength)
{
    public byte[] Images { get; } = new byte[size * imageLength];

    public byte[] Labels { get; } = new byte[size];

    /// <summary>The step it was filled for.</summary>
    public long Step { get; set; }
}
