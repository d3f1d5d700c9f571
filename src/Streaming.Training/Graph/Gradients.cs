using Streaming.Training.Graph.Rules;

namespace Streaming.Training.Graph;

/// <summary>Reverse-mode differentiation: appends to a graph the nodes that compute the gradient of a scalar.</summary>
internal static class Gradients
{
    public static IReadOnlyDictionary<string, GradientRule> Rules { get; } = new Dictionary<string, GradientRule>(

    [
        .. ElementwiseRules.All, .. ActivationRules.All, .. ShapingRules.All, .. SelectingRules.All, .. ProductRules.All, .. ConvolutionRules.All,
        .. PoolingRules.All, .. ReducingRules.All, .. NormalizingRules.All,
    ]);

    /// <summary>The gradients of <paramref name="loss"/> by each of <paramref name="parameters"/>; zeros where it does not depend on one.</summary>
    /// <exception cref="NotSupportedException">An operator between them has no rule; the message names it and its node.</exception>
    public static GraphValue[] Append(GraphBuilder graph, GraphValue loss, IReadOnlyList<GraphValue> parameters) =>
        Append(graph, loss, parameters, Rules);

    public static GraphValue[] Append(
        GraphBuilder graph, GraphValue loss, IReadOnlyList<GraphValue> parameters, IReadOnlyDictionary<string, GradientRule> rules)
    {
        if (loss.Count != 1)
        {
            throw new ArgumentException($"Only a scalar has a gradient here, not {loss}.");
        }

        HashSet<GraphValue> varying = Varying(graph, parameters);
        GraphNode[] path = PathTo(graph, loss, varying);
        RequireRules(path, rules);
        var contributions = new Dictionary<GraphValue, List<GraphValue>> { [loss] = [graph.Expand(graph.Scalar(1), loss.Shape)] };
        graph.Scope = "backward";
        foreach (GraphNode node in path)
        {
            Propagate(graph, node, rules[node.OperatorType], varying, contributions);
        }

        return [.. parameters.Select(parameter => Total(graph, contributions, parameter) ?? graph.Zeros(parameter.Shape))];
    }

    private static void Propagate(
        GraphBuilder graph,
        GraphNode node,
        GradientRule rule,
        HashSet<GraphValue> varying,
        Dictionary<GraphValue, List<GraphValue>> contributions)
    {
        GraphValue?[] outputs = [.. node.Outputs.Select(output => Total(graph, contributions, output))];
        if (Array.TrueForAll(outputs, output => output is null))
        {
            return;
        }

        bool[] wanted = [.. node.Inputs.Select(input => input is not null && varying.Contains(input))];
        GraphValue?[] gradients = rule(new GradientStep(graph, node, outputs, wanted));
        for (int index = 0; index < gradients.Length; index++)
        {
            if (gradients[index] is not { } gradient || !wanted[index])
            {
                continue;
            }

            Collect(contributions, node, index, gradient);
        }
    }

    private static void Collect(Dictionary<GraphValue, List<GraphValue>> contributions, GraphNode node, int index, GraphValue gradient)
    {
        GraphValue input = node.Input(index);
        if (!gradient.Shape.AsSpan().SequenceEqual(input.Shape))
        {
            throw new InvalidOperationException($"The rule of {node.OperatorType} gave {gradient} as the gradient by {input} of node {node.Name}.");
        }

        if (!contributions.TryGetValue(input, out List<GraphValue>? list))
        {
            contributions.Add(input, list = []);
        }

        list.Add(gradient);
    }

    private static GraphValue? Total(GraphBuilder graph, Dictionary<GraphValue, List<GraphValue>> contributions, GraphValue value)
    {
        if (!contributions.TryGetValue(value, out List<GraphValue>? list))
        {
            return null;
        }

        GraphValue total = list.Aggregate(graph.Add);
        list.Clear();
        list.Add(total);
        return total;
    }

    /// <summary>Float values that change when a parameter does.</summary>
    private static HashSet<GraphValue> Varying(GraphBuilder graph, IReadOnlyList<GraphValue> parameters)
    {
        var varying = new HashSet<GraphValue>(parameters);
        foreach (GraphNode node in graph.Nodes.Where(node => node.Inputs.Any(input => input is not null && varying.Contains(input))))
        {
            varying.UnionWith(node.Outputs.Where(output => output.Type == ElementType.Float));
        }

        return varying;
    }

    /// <summary>The nodes between parameters and loss, last first.</summary>
    private static GraphNode[] PathTo(GraphBuilder graph, GraphValue loss, HashSet<GraphValue> varying)
    {
        var leading = new HashSet<GraphValue> { loss };
        var path = new List<GraphNode>();
        bool Leads(GraphNode node) => node.Outputs.Exists(leading.Contains) && node.Outputs.Exists(varying.Contains);
        foreach (GraphNode node in graph.Nodes.Reverse().Where(Leads))
        {
            path.Add(node);
            leading.UnionWith(node.Inputs.OfType<GraphValue>().Where(varying.Contains));
        }

        return [.. path];
    }

    private static void RequireRules(GraphNode[] path, IReadOnlyDictionary<string, GradientRule> rules)
    {
        if (Array.Find(path, node => !rules.ContainsKey(node.OperatorType)) is { } missing)
        {
            throw new NotSupportedException(
                $"Operator {missing.OperatorType} (node {missing.Name}) has no gradient rule, so the network cannot be trained.");
        }
    }
}
