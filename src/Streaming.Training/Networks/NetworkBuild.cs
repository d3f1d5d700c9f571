using Streaming.Training.Graph;

namespace Streaming.Training.Networks;

/// <summary>A graph under construction with its parameters; the parts of a network ask it for both.</summary>
internal sealed record NetworkBuild(GraphBuilder Graph, ParameterLayout Parameters)
{
    /// <summary>A weight matrix [inputs, outputs] whose products keep the variance of what they multiply, times gain².</summary>
    public GraphValue Weight(string name, int inputs, int outputs, double gain = 1, int? fanIn = null) =>
        Parameters.Declare(Graph, $"{name}.weight", ParameterKind.Weight, (float)(gain / Math.Sqrt(fanIn ?? inputs)), inputs, outputs);

    public GraphValue Bias(string name, params int[] shape) => Parameters.Declare(Graph, $"{name}.bias", ParameterKind.Bias, 0, shape);

    public GraphValue Embedding(string name, float deviation, params int[] shape) =>
        Parameters.Declare(Graph, name, ParameterKind.Embedding, deviation, shape);

    /// <summary>The loss of logits [batch, classes] and its gradient by every parameter that is trained, as outputs.</summary>
    /// <param name="further">A scalar that is added to the loss.</param>
    public void AppendLoss(GraphValue logits, GraphValue? further = null)
    {
        GraphValue targets = Graph.Input(NetworkGraph.Targets, ElementType.Float, logits.Shape);
        Graph.Scope = "loss";
        GraphValue loss = Graph.SoftmaxCrossEntropy(logits, targets);
        if (further is not null)
        {
            loss = Graph.Add(loss, further);
        }

        (ParameterSpec Spec, GraphValue Value)[] trained = [.. Parameters.Specs.Zip(Parameters.Values).Where(pair => !pair.First.Frozen)];
        GraphValue[] gradients = Gradients.Append(Graph, loss, [.. trained.Select(pair => pair.Value)]);
        Graph.Output(NetworkGraph.Loss, loss);
        foreach ((GraphValue gradient, int index) in gradients.Select((gradient, index) => (gradient, index)))
        {
            Graph.Output(NetworkGraph.GradientOf(trained[index].Spec.Name), gradient);
        }
    }

    /// <summary>x [..., K] to [..., outputs].</summary>
    public GraphValue Linear(string name, GraphValue x, int outputs, double gain = 1) =>
        Graph.Linear(x, Weight(name, x.Shape[^1], outputs, gain), Bias(name, outputs));

    public GraphValue LayerNormalization(string name, GraphValue x)
    {
        GraphValue scale = Parameters.Declare(Graph, $"{name}.scale", ParameterKind.Scale, 0, x.Shape[^1]);
        return Graph.LayerNormalization(x, scale, Bias(name, x.Shape[^1]));
    }
}
