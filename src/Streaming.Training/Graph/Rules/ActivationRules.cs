namespace Streaming.Training.Graph.Rules;

/// <summary>Gradients of the functions that networks bend with. At a kink the derivative of one side is taken.</summary>
internal static class ActivationRules
{
    private static readonly float _twoOverRootPi = (float)(2 / Math.Sqrt(Math.PI));
    private static readonly float _rootHalf = (float)Math.Sqrt(0.5);
    private static readonly float _rootTwoOverPi = (float)Math.Sqrt(2 / Math.PI);
    private static readonly float _normalDensityAtZero = (float)(1 / Math.Sqrt(2 * Math.PI));

    public static IReadOnlyDictionary<string, GradientRule> All { get; } = new Dictionary<string, GradientRule>
    {
        // The sign of what Relu lets through is 1 or 0; cheaper than comparing and selecting.
        ["Relu"] = step => Times(step, step.Graph.Sign(step.Output)),
        ["LeakyRelu"] = step => Times(step, LeakyRelu(step)),
        ["Erf"] = step => Times(step, Bell(step.Graph, step.Input(0), -1, _twoOverRootPi)),
        ["Tanh"] = step => Times(step, OneMinus(step.Graph, step.Graph.Multiply(step.Output, step.Output))),
        ["Sigmoid"] = step => Times(step, step.Graph.Multiply(step.Output, OneMinus(step.Graph, step.Output))),
        ["Softplus"] = step => Times(step, step.Graph.Sigmoid(step.Input(0))),
        ["HardSigmoid"] = step => Times(step, HardSigmoid(step)),
        ["HardSwish"] = step => Times(step, HardSwish(step)),
        ["Clip"] = Clip,
        ["Gelu"] = step => Times(step, step.Node.Text("approximate", "none") == "tanh" ? GeluByTanh(step) : Gelu(step)),
    };

    private static GraphValue?[] Times(GradientStep step, GraphValue derivative) => [step.Graph.Multiply(step.Gradient, derivative)];

    private static GraphValue OneMinus(GraphBuilder graph, GraphValue x) => graph.Subtract(graph.Scalar(1), x);

    /// <summary>height · exp(exponent · x²).</summary>
    private static GraphValue Bell(GraphBuilder graph, GraphValue x, float exponent, float height) =>
        graph.Multiply(graph.Exp(graph.Multiply(graph.Multiply(x, x), exponent)), height);

    private static GraphValue LeakyRelu(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        GraphValue slope = graph.Scalar(step.Node.Float("alpha", 0.01f));
        return graph.Where(graph.Less(step.Input(0), graph.Scalar(0)), slope, graph.Scalar(1));
    }

    /// <summary>α where the output is neither 0 nor 1.</summary>
    private static GraphValue HardSigmoid(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        (GraphValue zero, GraphValue alpha) = (graph.Scalar(0), graph.Scalar(step.Node.Float("alpha", 0.2f)));
        return graph.Where(graph.Less(zero, step.Output), graph.Where(graph.Less(step.Output, graph.Scalar(1)), alpha, zero), zero);
    }

    /// <summary>x · clip(x / 6 + ½, 0, 1): 0 below −3, 1 above 3, x / 3 + ½ between.</summary>
    private static GraphValue HardSwish(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        GraphValue slope = graph.Add(graph.Multiply(x, 1f / 3), graph.Scalar(0.5f));
        GraphValue upper = graph.Where(graph.Less(graph.Scalar(3), x), graph.Scalar(1), slope);
        return graph.Where(graph.Less(x, graph.Scalar(-3)), graph.Scalar(0), upper);
    }

    private static GraphValue?[] Clip(GradientStep step)
    {
        GraphBuilder graph = step.Graph;
        GraphValue gradient = step.Gradient;
        if (step.Optional(1) is { } least)
        {
            gradient = graph.Where(graph.Less(step.Input(0), least), graph.Scalar(0), gradient);
        }

        if (step.Optional(2) is { } greatest)
        {
            gradient = graph.Where(graph.Less(greatest, step.Input(0)), graph.Scalar(0), gradient);
        }

        step.RequireConstant(1, 2);
        return [gradient];
    }

    /// <summary>d(x·Φ(x)) = Φ(x) + x·φ(x).</summary>
    private static GraphValue Gelu(GradientStep step)
    {
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        GraphValue distribution = graph.Multiply(graph.Add(graph.Erf(graph.Multiply(x, _rootHalf)), graph.Scalar(1)), 0.5f);
        return graph.Add(distribution, graph.Multiply(x, Bell(graph, x, -0.5f, _normalDensityAtZero)));
    }

    /// <summary>Of ½x(1 + tanh u), u = √(2/π)(x + 0.044715x³).</summary>
    private static GraphValue GeluByTanh(GradientStep step)
    {
        const float cubic = 0.044715f;
        (GraphBuilder graph, GraphValue x) = (step.Graph, step.Input(0));
        GraphValue square = graph.Multiply(x, x);
        GraphValue u = graph.Multiply(graph.Multiply(x, graph.Add(graph.Multiply(square, cubic), graph.Scalar(1))), _rootTwoOverPi);
        GraphValue tanh = graph.Tanh(u);
        GraphValue slope = graph.Multiply(graph.Add(graph.Multiply(square, 3 * cubic), graph.Scalar(1)), _rootTwoOverPi);
        GraphValue bend = graph.Multiply(graph.Multiply(x, OneMinus(graph, graph.Multiply(tanh, tanh))), slope);
        return graph.Multiply(graph.Add(graph.Add(tanh, graph.Scalar(1)), bend), 0.5f);
    }
}
