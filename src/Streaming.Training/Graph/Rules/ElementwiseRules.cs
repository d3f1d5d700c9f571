namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of arithmetic, element by element with broadcasting.</summary>
internal static class ElementwiseRules
{
    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["Add"] = Sum,
        ["Sum"] = Sum,
        ["Sub"] = step => [step.If(0, () => To(step, step.Gradient, 0)), step.If(1, () => step.Graph.Negate(To(step, step.Gradient, 1)))],
        ["Mul"] = Mul,
        ["Div"] = Div,
        ["Pow"] = Pow,
        ["Max"] = Extreme,
        ["Min"] = Extreme,
        ["Neg"] = step => [step.Graph.Negate(step.Gradient)],
        ["Abs"] = step => [step.Graph.Multiply(step.Gradient, step.Graph.Sign(step.Input(0)))],
        ["Reciprocal"] = step => [step.Graph.Negate(step.Graph.Multiply(step.Gradient, step.Graph.Multiply(step.Output, step.Output)))],
        ["Identity"] = step => [step.Gradient],
        ["Cast"] = step => [step.Gradient],
        ["Sqrt"] = step => [step.Graph.Divide(step.Graph.Multiply(step.Gradient, 0.5f), step.Output)],
        ["Exp"] = step => [step.Graph.Multiply(step.Gradient, step.Output)],
        ["Log"] = step => [step.Graph.Divide(step.Gradient, step.Input(0))],
        ["Where"] = Where,
        ["Dropout"] = Dropout,
    };

    private static GraphValue To(GradientStep step, GraphValue gradient, int input) => step.Graph.SumTo(gradient, step.Input(input).Shape);

    private static GraphValue?[] Sum(GradientStep step) =>
        [.. step.Node.Inputs.Select((_, index) => step.If(index, () => To(step, step.Gradient, index)))];

    private static GraphValue?[] Mul(GradientStep step) =>
    [
        step.If(0, () => To(step, step.Graph.Multiply(step.Gradient, step.Input(1)), 0)),
        step.If(1, () => To(step, step.Graph.Multiply(step.Gradient, step.Input(0)), 1)),
    ];

    private static GraphValue?[] Div(GradientStep step)
    {
        GraphValue byNumerator = step.Graph.Divide(step.Gradient, step.Input(1));
        return
        [
            step.If(0, () => To(step, byNumerator, 0)),
            step.If(1, () => step.Graph.Negate(To(step, step.Graph.Multiply(byNumerator, step.Output), 1))),
        ];
    }

    private static GraphValue?[] Pow(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x, GraphValue exponent) = (step.Graph, step.Input(0), step.Input(1));
        if (exponent.Type != ElementType.Float)
        {
            exponent = graph.Cast(exponent, ElementType.Float);
        }

        return
        [
            step.If(0, () => To(step, graph.Multiply(
                step.Gradient, graph.Multiply(exponent, graph.Power(x, graph.Subtract(exponent, graph.Scalar(1))))), 0)),
            step.If(1, () => To(step, graph.Multiply(step.Gradient, graph.Multiply(step.Output, graph.Log(x))), 1)),
        ];
    }

    /// <summary>To whichever input is the output; shared where several are.</summary>
    private static GraphValue?[] Extreme(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        GraphValue[] hits = [.. step.Node.Inputs.Select((_, index) => graph.Cast(graph.Equal(step.Input(index), step.Output), ElementType.Float))];
        GraphValue share = graph.Divide(step.Gradient, hits.Aggregate(graph.Add));
        return [.. hits.Select((hit, index) => step.If(index, () => To(step, graph.Multiply(share, hit), index)))];
    }

    private static GraphValue?[] Where(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        return
        [
            null,
            step.If(1, () => To(step, graph.Where(step.Input(0), step.Gradient, graph.Scalar(0)), 1)),
            step.If(2, () => To(step, graph.Where(step.Input(0), graph.Scalar(0), step.Gradient), 2)),
        ];
    }

    /// <summary>Nothing is dropped unless the node says that it trains; then its mask says what was.</summary>
    private static GraphValue?[] Dropout(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        if (step.Optional(2) is null)
        {
            return [step.Gradient];
        }

        GraphValue mask = step.Node.Outputs.Count > 1 ? step.Node.Outputs[1] : graph.AddOutput(step.Node, ElementType.Bool, step.Output.Shape);
        GraphValue kept = graph.Cast(mask, ElementType.Float);
        GraphValue ratio = step.Optional(1) ?? graph.Scalar(0.5f);
        return [graph.Divide(graph.Multiply(step.Gradient, kept), graph.Subtract(graph.Scalar(1), ratio))];
    }
}
