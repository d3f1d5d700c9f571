using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

/// <summary>
/// Compares a rule's gradients with central differences. The scalar is a fixed random combination of the output's elements, summed here
/// in double precision; differences are of fourth order, so that a step wide enough for single precision stays accurate.
/// </summary>
internal static class GradientCheck
{
    private const float Width = 0.03f;

    /// <summary>The greatest difference of any element, relative to the greatest element of the same gradient (at least 0.1).</summary>
    public static double WorstRelativeError(RuleCase rule, IReadOnlyDictionary<string, GradientRule> rules)
    {
        float[][] inputs = rule.RandomInputs(seed: 11);
        float[][] gradients = [.. inputs.Select(input => new float[input.Length])];
        (byte[] model, int[] shape, float[] combination) = Build(rule, rules);
        float[] values = new float[combination.Length];
        using var session = new BoundSession(model, threads: 1);
        session.Output<float>("result", values, shape);
        for (int index = 0; index < inputs.Length; index++)
        {
            session.Input<float>($"x{index}", inputs[index], rule.Inputs[index]);
            session.Output<float>($"g{index}", gradients[index], rule.Inputs[index]);
        }

        session.Run();
        float[][] claimed = [.. gradients.Select(gradient => gradient.ToArray())];
        return inputs.Select((input, index) => Worst(session, input, claimed[index], () => Dot(values, combination))).Max();
    }

    private static (byte[] Model, int[] Shape, float[] Combination) Build(RuleCase rule, IReadOnlyDictionary<string, GradientRule> rules)
    {
        var graph = new GraphBuilder();
        GraphValue[] variables = [.. rule.Inputs.Select((shape, index) => graph.Input($"x{index}", ElementType.Float, shape))];
        GraphValue result = rule.Make(graph, variables);
        Assert.Contains(graph.Nodes, node => node.OperatorType == rule.Operator);
        float[] combination = Combination(result.Count);
        GraphValue product = graph.Multiply(graph.Reshape(result, result.Count), graph.Initializer("combination", [result.Count], combination));
        GraphValue[] gradients = Gradients.Append(graph, graph.ReduceSum(product, [0]), variables, rules);
        graph.Output("result", result);
        for (int index = 0; index < gradients.Length; index++)
        {
            graph.Output($"g{index}", gradients[index]);
        }

        return (graph.ToModel("check"), result.Shape, combination);
    }

    private static double Worst(BoundSession session, float[] input, float[] claimed, Func<double> loss)
    {
        // Where terms cancelled, what is left is mostly rounding.
        double greatest = Math.Max(0.1, claimed.Max(Math.Abs));
        double worst = 0;
        for (int index = 0; index < input.Length; index++)
        {
            float start = input[index];
            double At(float offset)
            {
                input[index] = start + offset;
                session.Run();
                return loss();
            }

            // The step that was really taken after rounding.
            double step = (double)(start + Width) - (start - Width);
            double measured = ((8 * (At(Width) - At(-Width))) - (At(2 * Width) - At(-2 * Width))) / (6 * step);
            input[index] = start;
            worst = Math.Max(worst, Math.Abs(measured - claimed[index]) / greatest);
        }

        return worst;
    }

    private static float[] Combination(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
    }

    private static double Dot(float[] left, float[] right) => left.Zip(right, (a, b) => (double)a * b).Sum();
}
