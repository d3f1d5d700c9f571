namespace Streaming.Training.Datasets;

/// <summary>Images, labels and events of one step; given back to its source when used.</summary>
/// <param name="cells">Cells of an image whose events are told.</param>
internal sealed class TrainingBatch(int size, int imageLength, int cells)
{
    public byte[] Images { get; } = new byte[size * imageLength];

    public byte[] Labels { get; } = new byte[size];

    /// <summary>[size, cells], <see cref="CellEvents"/>.</summary>
    public byte[] Events { get; } = new byte[size * cells];

    /// <summary>The step it was filled for.</summary>
    public long Step { get; set; }
}
