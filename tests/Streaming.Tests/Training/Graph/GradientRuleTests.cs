using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

public sealed class GradientRuleTests
{
    private const double Tolerance = 1e-3;

    public static TheoryData<string> Cases => [.. RuleCases.All.Select(rule => rule.ToString())];

    public static TheoryData<string> Operators => [.. Gradients.Rules.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Rule_agrees_with_central_differences(string name)
    {
        double error = GradientCheck.WorstRelativeError(Case(name), Gradients.Rules);
        Assert.InRange(error, 0, Tolerance);
    }

    [Theory]
    [MemberData(nameof(Operators))]
    public void Check_notices_when_a_rule_is_one_percent_off(string operatorType)
    {
        RuleCase rule = RuleCases.All.First(candidate => candidate.Operator == operatorType);
        var broken = new Dictionary<string, GradientRule>(Gradients.Rules) { [operatorType] = step => Scaled(step, Gradients.Rules[operatorType]) };
        Assert.True(GradientCheck.WorstRelativeError(rule, broken) > Tolerance);
    }

    [Fact]
    public void Every_input_of_a_product_is_differentiated_when_it_is_used_twice()
    {
        var graph = new GraphBuilder();
        GraphValue x = graph.Input("x", ElementType.Float, 1);
        GraphValue cube = graph.Multiply(graph.Multiply(x, x), x);
        GraphValue gradient = Gradients.Append(graph, cube, [x])[0];
        graph.Output("gradient", gradient);
        float[] result = new float[1];
        using var session = new BoundSession(graph.ToModel("cube"), threads: 1);
        session.Input<float>("x", new float[] { 3 }, [1]);
        session.Output<float>("gradient", result, [1]);
        session.Run();
        Assert.Equal(27, result[0], 4);
    }

    [Fact]
    public void Unsupported_operator_is_named_with_its_node_before_anything_runs()
    {
        var graph = new GraphBuilder { Scope = "block7" };
        GraphValue x = graph.Input("x", ElementType.Float, 4);
        GraphValue loss = graph.ReduceMax(x, [0]);
        var error = Assert.Throws<NotSupportedException>(() => Gradients.Append(graph, loss, [x]));
        Assert.Contains("ReduceMax", error.Message, StringComparison.Ordinal);
        Assert.Contains("block7/ReduceMax_0", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Gradient_is_zero_when_the_loss_does_not_depend_on_a_parameter()
    {
        var graph = new GraphBuilder();
        GraphValue used = graph.Input("used", ElementType.Float, 1);
        GraphValue unused = graph.Input("unused", ElementType.Float, 2, 3);
        GraphValue[] gradients = Gradients.Append(graph, graph.Exp(used), [used, unused]);
        Assert.Equal([2, 3], gradients[1].Shape);
    }

    private static RuleCase Case(string name) => RuleCases.All.First(rule => rule.ToString() == name);

    private static GraphValue?[] Scaled(GradientStep step, GradientRule rule) =>
        [.. rule(step).Select(gradient => gradient is null ? null : step.Graph.Multiply(gradient, 1.01f))];
}
