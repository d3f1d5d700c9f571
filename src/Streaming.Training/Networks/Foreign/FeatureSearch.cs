namespace Streaming.Training.Networks.Foreign;

/// <summary>Finds what a model's own classifier looked at, so that five stages can look at it instead.</summary>
internal static class FeatureSearch
{
    /// <summary>
    /// Goes back from the first output past what only shapes scores, to the last product with a weight matrix (or the 1×1 convolution of a pooled
    /// picture): its input. Where there is none, the last value that is more than shaping: a model without a classifier gives its features.
    /// </summary>
    public static string Find(TracedModel traced)
    {
        var value = traced.Model.Graph.Output[0].Name;
        while (traced.Model.ProducerOf(value) is { } node)
        {
            string[] varying = [.. node.Input.Where(name => name.Length > 0 && !traced.IsFixed(name))];
            if (varying.Length != 1) break;
            if (IsClassifier(traced, node)) return varying[0];
            if (node.OpType is not ("Softmax" or "LogSoftmax" or "Sigmoid" or "Identity" or "Add" or "Reshape" or "Flatten" or "Squeeze")) break;
            value = varying[0];
        }
        return value;
    }

    private static bool IsClassifier(TracedModel traced, Graph.Onnx.NodeProto node)
    {
        if (node.OpType is "Gemm" or "MatMul") return traced.IsFixed(node.Input[1]);
        return node.OpType == "Conv" && node.Input.Take(2).All(name => traced[name].Shape[2..].All(length => length == 1));
    }

    /// <summary>Names of the nodes that lead to a value, as outputs they make.</summary>
    public static HashSet<string> Ancestors(ForeignModel model, string value)
    {
        var needed = new HashSet<string> { value };
        foreach (var node in model.Graph.Node.Reverse())
            if (node.Output.Any(needed.Contains)) needed.UnionWith(node.Input.Where(name => name.Length > 0));
        return needed;
    }
}
