using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

/// <summary>A small graph that exercises the gradient rule of one operator: the shapes of its variable inputs and what is made of them.</summary>
/// <param name="AwayFromZero">Inputs lie in ±[0.3, 1.3], for functions with a kink or a pole at 0.</param>
/// <param name="Positive">Inputs lie in [0.3, 1.3].</param>
internal sealed record RuleCase(
    string Operator,
    string Variant,
    int[][] Inputs,
    Func<GraphBuilder, GraphValue[], GraphValue> Make,
    bool AwayFromZero = false,
    bool Positive = false)
{
    /// <summary>Inputs are all different, odd tenths 0.2 apart: never near a tie, nor near a kink at an even tenth.</summary>
    public bool Spaced { get; init; }


    public override string ToString() => $"{Operator} {Variant}";

    public float[][] RandomInputs(int seed)
    {
        var random = new Random(seed);
        if (Spaced)
        {
            return Distinct(random);
        }

        return [.. Inputs.Select(shape => Enumerable.Range(0, Shapes.Count(shape)).Select(_ => Draw(random)).ToArray())];
    }

    private float[][] Distinct(Random random)
    {
        int count = Inputs.Sum(shape => Shapes.Count(shape));
        var values = new Queue<float>(Enumerable.Range(0, count).Select(index => ((index - (count / 2)) * 0.2f) + 0.1f).OrderBy(_ => random.Next()));
        return [.. Inputs.Select(shape => Enumerable.Range(0, Shapes.Count(shape)).Select(_ => values.Dequeue()).ToArray())];
    }

    private float Draw(Random random)
    {
        float magnitude = (AwayFromZero || Positive ? 0.3f : 0) + random.NextSingle();
        return Positive || random.Next(2) == 0 ? magnitude : -magnitude;
    }
}
