namespace Streaming.Training.Graph;

/// <summary>Operators that work element by element, with broadcasting.</summary>
internal sealed partial class GraphBuilder
{
    public GraphValue Add(GraphValue left, GraphValue right) => Binary("Add", left, right);

    public GraphValue Subtract(GraphValue left, GraphValue right) => Binary("Sub", left, right);

    public GraphValue Multiply(GraphValue left, GraphValue right) => Binary("Mul", left, right);

    public GraphValue Multiply(GraphValue left, float right) => Binary("Mul", left, Scalar(right));

    public GraphValue Divide(GraphValue left, GraphValue right) => Binary("Div", left, right);

    public GraphValue Power(GraphValue left, GraphValue right) => Binary("Pow", left, right);

    public GraphValue Negate(GraphValue x) => Unary("Neg", x);

    public GraphValue Relu(GraphValue x) => Unary("Relu", x);

    /// <summary>x·Φ(x) with the exact (error function) form of Φ.</summary>
    public GraphValue Gelu(GraphValue x) => Unary("Gelu", x);

    public GraphValue Sqrt(GraphValue x) => Unary("Sqrt", x);

    public GraphValue Exp(GraphValue x) => Unary("Exp", x);

    public GraphValue Log(GraphValue x) => Unary("Log", x);

    public GraphValue Erf(GraphValue x) => Unary("Erf", x);

    public GraphValue Tanh(GraphValue x) => Unary("Tanh", x);

    public GraphValue Sigmoid(GraphValue x) => Unary("Sigmoid", x);

    public GraphValue Softplus(GraphValue x) => Unary("Softplus", x);

    public GraphValue Sign(GraphValue x) => Unary("Sign", x);

    public GraphValue Identity(GraphValue x) => Unary("Identity", x);

    public GraphValue Less(GraphValue left, GraphValue right) =>
        Add("Less", [left, right], ElementType.Bool, Shapes.Broadcast(left.Shape, right.Shape));

    public GraphValue Equal(GraphValue left, GraphValue right) =>
        Add("Equal", [left, right], ElementType.Bool, Shapes.Broadcast(left.Shape, right.Shape));

    public GraphValue Where(GraphValue condition, GraphValue left, GraphValue right)
    {
        int[] shape = Shapes.Broadcast(condition.Shape, Shapes.Broadcast(left.Shape, right.Shape));
        return Add("Where", [condition, left, right], left.Type, shape);
    }

    public GraphValue Cast(GraphValue x, ElementType type) => Add("Cast", [x], type, x.Shape, NodeAttribute.Of("to", (int)type));

    private GraphValue Unary(string operatorType, GraphValue x) => Add(operatorType, [x], x.Type, x.Shape);

    private GraphValue Binary(string operatorType, GraphValue left, GraphValue right) =>
        Add(operatorType, [left, right], left.Type, Shapes.Broadcast(left.Shape, right.Shape));
}
