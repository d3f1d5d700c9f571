using Streaming.Training.Graph;

namespace Streaming.Training.Networks.Foreign;

/// <summary>How a constant of a model takes part, where it is one of its weights.</summary>
/// <param name="FanIn">Numbers that each result sums over, for start values drawn at random.</param>
/// <param name="Matrix">Rows and columns, where it is a matrix that LoRA may adapt; else null.</param>
internal sealed record WeightRole(ParameterKind Kind, int FanIn, (int Rows, int Columns)? Matrix)
{
    /// <summary>Of He et al. (2015): keeps the variance through rectifiers.</summary>
    public float Deviation => Kind switch
    {
        ParameterKind.Weight => (float)Math.Sqrt(2.0 / FanIn),
        ParameterKind.Embedding => 0.02f,
        _ => 0,
    };
}
