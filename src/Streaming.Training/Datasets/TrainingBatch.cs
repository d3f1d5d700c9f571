namespace Streaming.Training.Datasets;

/// <summary>Images, labels and events of one step; given back to its source when used.</summary>
/// <param name="cells">Cells of an image whose events are told.</param>
/// <param name="taught">Numbers of a teacher's answer to an image; 0: there is no teacher.</param>
internal sealed class TrainingBatch(int size, int imageLength, int cells, int taught = 0)
{
    public byte[] Images { get; } = new byte[size * imageLength];

    public byte[] Labels { get; } = new byte[size];

    /// <summary>[size, cells], <see cref="CellEvents"/>.</summary>
    public byte[] Events { get; } = new byte[size * cells];

    /// <summary>[size, classes] of what the teachers answered; empty without them.</summary>
    public float[] Taught { get; } = new float[size * taught];

    /// <summary>The step it was filled for.</summary>
    public long Step { get; set; }
}
