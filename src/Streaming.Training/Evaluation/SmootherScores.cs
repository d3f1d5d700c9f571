namespace Streaming.Training.Evaluation;

/// <summary>Kappa of one set of validation nights by exponent and look-ahead.</summary>
/// <param name="Final">By exponent.</param>
/// <param name="Revised">By exponent, then by look-ahead from 0.</param>
internal sealed record SmootherScores(string Name, double[] Final, double[][] Revised)
{
    /// <summary>Looking so far ahead costs nothing here.</summary>
    public bool Bears(int exponent, int lookAhead) => Revised[exponent][lookAhead] >= Final[exponent];
}
