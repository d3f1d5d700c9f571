namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of the operators that move elements.</summary>
internal static class ShapingRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["Reshape"] = AsBefore,
        ["Flatten"] = AsBefore,
        ["Squeeze"] = AsBefore,
        ["Unsqueeze"] = AsBefore,
        ["Transpose"] = Transpose,
        ["Expand"] = step => [step.Graph.SumTo(step.Gradient, step.Input(0).Shape)],
        ["Concat"] = Concat,
        ["Split"] = Split,
        ["Pad"] = Pad,
    };

    private static GraphValue?[] AsBefore(GradientStep step) => [step.Graph.Reshape(step.Gradient, step.Input(0).Shape)];

    private static GraphValue?[] Transpose(GradientStep step)
    {
        int[] permutation = step.Node.Ints("perm", [.. Enumerable.Range(0, step.Input(0).Rank).Reverse()]);
        int[] inverse = [.. Enumerable.Range(0, permutation.Length).Select(axis => Array.IndexOf(permutation, axis))];
        return [step.Graph.Transpose(step.Gradient, inverse)];
    }

    private static GraphValue?[] Concat(GradientStep step)
    {
        int axis = Shapes.Axis(step.Node.Int("axis", 0), step.Output.Rank);
        int[] sizes = [.. step.Node.Inputs.Select((_, index) => step.Input(index).Shape[axis])];
        return step.Graph.Split(step.Gradient, axis, sizes);
    }

    private static GraphValue?[] Split(GradientStep step)
    {
        GraphValue[] parts = [.. step.Node.Outputs.Select((output, index) => step.OutputGradients[index] ?? step.Graph.Zeros(output.Shape))];
        return [step.Graph.Concat(step.Node.Int("axis", 0), parts)];
    }

    private static GraphValue?[] Pad(GradientStep step)
    {
        string mode = step.Node.Text("mode", "constant");
        if (mode != "constant")
        {
            throw new NotSupportedException($"Pad (node {step.Node.Name}) has no gradient rule for mode {mode}.");
        }

        int rank = step.Input(0).Rank;
        int[] widths = step.Integers(1);
        int[] axes = step.Optional(3) is null ? [.. Enumerable.Range(0, rank)] : step.Integers(3);
        int[] before = new int[rank];
        int[] after = new int[rank];
        foreach ((int axis, int place) in axes.Select((axis, place) => (Shapes.Axis(axis, rank), place)))
        {
            (before[axis], after[axis]) = (-widths[place], -widths[axes.Length + place]);
        }

        return [step.Graph.Pad(step.Gradient, before, after)];
    }
}
