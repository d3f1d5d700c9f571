using FsCheck;
using FsCheck.Fluent;
using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

public sealed class GradientRuleTests
{
    private const double Tolerance = 1e-3;

    private static readonly Dictionary<string, Func<RandomShapes, RuleCase>> _random =
        new([.. RandomElementwiseCases.All, .. RandomShapingCases.All, .. RandomNetworkCases.All]);

    public static TheoryData<string> Cases => [.. RuleCases.All.Select(rule => rule.ToString())];

    public static TheoryData<string> Operators => [.. Gradients.Rules.Keys];

    [Theory]
    [MemberData(nameof(Operators))]
    public void Rule_agrees_with_central_differences_whatever_the_shape(string operatorType) => Prop.ForAll(Arb.From(Gen.Choose(0, 1 << 20)), seed =>
    {
        RuleCase rule = _random[operatorType](new RandomShapes(seed));
        double error = GradientCheck.WorstRelativeError(rule, Gradients.Rules);
        Assert.True(error < Tolerance, $"{rule} (seed {seed}): off by {error}");
    }).Check(Config.QuickThrowOnFailure.WithMaxTest(6).WithReplay(20_261_122, 31));

    [Fact]
    public void Every_rule_has_random_cases() => Assert.Equal(Gradients.Rules.Keys.Order(), _random.Keys.Order());

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
        RuleCase rule = _random[operatorType](new RandomShapes(3));
        var broken = new Dictionary<string, GradientRule>(Gradients.Rules) { [operatorType] = step => Scaled(step, Gradients.Rules[operatorType]) };
        Assert.True(GradientCheck.WorstRelativeError(rule, broken) > Tolerance);
    }

    [Fact]
    public void Dropout_that_trains_passes_the_gradient_where_it_passed_the_value()
    {
        var graph = new GraphBuilder();
        GraphValue x = graph.Input("x", ElementType.Float, 200);
        GraphValue training = graph.Less(graph.Scalar(0), graph.Scalar(1));
        GraphValue kept = graph.Add("Dropout", [x, graph.Scalar(0.4f), training], ElementType.Float, [200], NodeAttribute.Of("seed", 3));
        GraphValue gradient = Gradients.Append(graph, graph.ReduceSum(kept, [0]), [x])[0];
        graph.Output("kept", kept);
        graph.Output("gradient", gradient);
        (float[] values, float[] slopes) = (new float[200], new float[200]);
        using var session = new BoundSession(graph.ToModel("dropout"), threads: 1);
        session.Input<float>("x", Enumerable.Repeat(1f, 200).ToArray(), [200]);
        session.Output<float>("kept", values, [200]);
        session.Output<float>("gradient", slopes, [200]);
        session.Run();
        Assert.Equal(values, slopes, (a, b) => MathF.Abs(a - b) < 1e-5f);
        Assert.InRange(values.Count(value => value == 0), 50, 110);
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
        GraphValue loss = graph.ReduceSum(graph.Add("CumSum", [x, graph.Integers(0)], ElementType.Float, [4]), [0]);
        var error = Assert.Throws<NotSupportedException>(() => Gradients.Append(graph, loss, [x]));
        Assert.Contains("CumSum", error.Message, StringComparison.Ordinal);
        Assert.Contains("block7/CumSum_0", error.Message, StringComparison.Ordinal);
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
