namespace Streaming.Training.Graph;

/// <summary>Reductions, normalisations and the loss.</summary>
internal sealed partial class GraphBuilder
{
    public GraphValue ReduceSum(GraphValue x, int[] axes, bool keepDimensions = false) => Reduce("ReduceSum", x, axes, keepDimensions);

    public GraphValue ReduceMean(GraphValue x, int[] axes, bool keepDimensions = false) => Reduce("ReduceMean", x, axes, keepDimensions);

    public GraphValue ReduceMax(GraphValue x, int[] axes, bool keepDimensions = false) => Reduce("ReduceMax", x, axes, keepDimensions);

    public GraphValue Softmax(GraphValue x, int axis = -1) =>
        Add("Softmax", [x], x.Type, x.Shape, NodeAttribute.Of("axis", Shapes.Axis(axis, x.Rank)));

    public GraphValue LogSoftmax(GraphValue x, int axis = -1) =>
        Add("LogSoftmax", [x], x.Type, x.Shape, NodeAttribute.Of("axis", Shapes.Axis(axis, x.Rank)));

    /// <summary>Normalises the last axis to mean 0 and deviation 1, then scales and shifts it.</summary>
    public GraphValue LayerNormalization(GraphValue x, GraphValue scale, GraphValue bias, float epsilon = 1e-5f) =>
        Add("LayerNormalization", [x, scale, bias], x.Type, x.Shape, NodeAttribute.Of("axis", -1), NodeAttribute.Of("epsilon", epsilon));

    /// <summary>
    /// −Σ targets · log softmax(logits), a scalar. The targets carry everything that weighs: label smoothing, class weights, sample weights
    /// (0 pads a batch) and the division by their sum. See LabelTargets.
    /// </summary>
    public GraphValue SoftmaxCrossEntropy(GraphValue logits, GraphValue targets)
    {
        GraphValue products = Multiply(LogSoftmax(logits), targets);
        return Negate(ReduceSum(products, [.. Enumerable.Range(0, products.Rank)]));
    }

    /// <summary>Sums what broadcasting repeated, so that the result has the given shape.</summary>
    public GraphValue SumTo(GraphValue x, int[] shape)
    {
        int[] axes = Shapes.BroadcastAxes(x.Shape, shape);
        return Reshape(axes.Length == 0 ? x : ReduceSum(x, axes), shape);
    }

    private GraphValue Reduce(string operatorType, GraphValue x, int[] axes, bool keepDimensions)
    {
        int[] along = [.. axes.Select(axis => Shapes.Axis(axis, x.Rank))];
        int[] shape = Shapes.Reduce(x.Shape, along, keepDimensions);
        return Add(operatorType, [x, Integers(along)], x.Type, shape, NodeAttribute.Of("keepdims", keepDimensions ? 1 : 0));
    }
}
