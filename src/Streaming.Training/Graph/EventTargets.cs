namespace Streaming.Training.Graph;

/// <summary>Turns the bytes of cells (CellEvents) into the targets and weights of the loss over events.</summary>
internal static class EventTargets
{
    // Of a cell's loss over all kinds, beside the loss over stages: about as much of the gradient.
    private const float Share = 0.5f;

    /// <summary>Bits to numbers, and weights so that the loss is a mean over the cells that are known.</summary>
    /// <param name="cells">A byte a cell: the kinds in the lowest bits, known in the one above.</param>
    public static void Fill(Span<float> present, Span<float> weights, ReadOnlySpan<byte> cells, int kinds)
    {
        int known = 0;
        foreach (byte cell in cells)
        {
            known += cell >> kinds;
        }

        for (int cell = 0; cell < cells.Length; cell++)
        {
            weights[cell] = (cells[cell] >> kinds) * Share / Math.Max(1, known);
            for (int kind = 0; kind < kinds; kind++)
            {
                present[(cell * kinds) + kind] = (cells[cell] >> kind) & 1;
            }
        }
    }
}
