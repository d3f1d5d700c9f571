namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of the operators that work element by element.</summary>
internal static class ElementwiseRules
{
    private static readonly float _twoOverRootPi = (float)(2 / Math.Sqrt(Math.PI));
    private static readonly float _rootHalf = (float)Math.Sqrt(0.5);
    private static readonly float _normalDensityAtZero = (float)(1 / Math.Sqrt(2 * Math.PI));

    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        ["Add"] = step => [step.If(0, () => To(step, step.Gradient, 0)), step.If(1, () => To(step, step.Gradient, 1))],
        ["Sub"] = step => [step.If(0, () => To(step, step.Gradient, 0)), step.If(1, () => step.Graph.Negate(To(step, step.Gradient, 1)))],
        ["Mul"] = Mul,
        ["Div"] = Div,
        ["Neg"] = step => [step.Graph.Negate(step.Gradient)],
        ["Identity"] = step => [step.Gradient],
        ["Cast"] = step => [step.Gradient],
        // The sign of what Relu lets through is 1 or 0; cheaper than comparing and selecting.
        ["Relu"] = step => [step.Graph.Multiply(step.Gradient, step.Graph.Sign(step.Output))],
        ["Sqrt"] = step => [step.Graph.Divide(step.Graph.Multiply(step.Gradient, 0.5f), step.Output)],
        ["Exp"] = step => [step.Graph.Multiply(step.Gradient, step.Output)],
        ["Log"] = step => [step.Graph.Divide(step.Gradient, step.Input(0))],
        ["Erf"] = step => [step.Graph.Multiply(step.Gradient, Bell(step.Graph, step.Input(0), -1, _twoOverRootPi))],
        ["Tanh"] = step => [step.Graph.Multiply(step.Gradient, OneMinus(step.Graph, step.Graph.Multiply(step.Output, step.Output)))],
        ["Sigmoid"] = step =>
            [step.Graph.Multiply(step.Gradient, step.Graph.Multiply(step.Output, OneMinus(step.Graph, step.Output)))],
        ["Gelu"] = Gelu,
        ["Where"] = Where,
    };

    private static GraphValue To(GradientStep step, GraphValue gradient, int input) => step.Graph.SumTo(gradient, step.Input(input).Shape);

    private static GraphValue OneMinus(GraphBuilder graph, GraphValue x) => graph.Subtract(graph.Scalar(1), x);

    /// <summary>height · exp(exponent · x²).</summary>
    private static GraphValue Bell(GraphBuilder graph, GraphValue x, float exponent, float height) =>
        graph.Multiply(graph.Exp(graph.Multiply(graph.Multiply(x, x), exponent)), height);

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

    /// <summary>d(x·Φ(x)) = Φ(x) + x·φ(x).</summary>
    private static GraphValue?[] Gelu(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        GraphValue x = step.Input(0);
        GraphValue distribution = graph.Multiply(graph.Add(graph.Erf(graph.Multiply(x, _rootHalf)), graph.Scalar(1)), 0.5f);
        GraphValue density = Bell(graph, x, -0.5f, _normalDensityAtZero);
        return [graph.Multiply(step.Gradient, graph.Add(distribution, graph.Multiply(x, density)))];
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
}
