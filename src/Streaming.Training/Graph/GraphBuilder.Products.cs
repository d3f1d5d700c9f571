namespace Streaming.Training.Graph;

/// <summary>Matrix products and convolutions.</summary>
internal sealed partial class GraphBuilder
{
    /// <summary>Batched product [..., M, K] · [..., K, N]; the leading axes broadcast.</summary>
    public GraphValue MatMul(GraphValue left, GraphValue right)
    {
        if (left.Rank < 2 || right.Rank < 2 || left.Shape[^1] != right.Shape[^2])
        {
            throw new ArgumentException($"MatMul of {left} and {right} does not fit.");
        }

        int[] leading = Shapes.Broadcast(left.Shape.AsSpan(..^2), right.Shape.AsSpan(..^2));
        return Add("MatMul", [left, right], left.Type, [.. leading, left.Shape[^2], right.Shape[^1]]);
    }

    /// <summary>alpha · left' · right' + bias, where ' is an optional transposition.</summary>
    public GraphValue Gemm(
        GraphValue left, GraphValue right, GraphValue? bias = null, float alpha = 1, bool transposeLeft = false, bool transposeRight = false)
    {
        int rows = left.Shape[transposeLeft ? 1 : 0];
        int columns = right.Shape[transposeRight ? 0 : 1];
        if (left.Rank != 2 || right.Rank != 2 || left.Shape[transposeLeft ? 0 : 1] != right.Shape[transposeRight ? 1 : 0])
        {
            throw new ArgumentException($"Gemm of {left} and {right} does not fit.");
        }

        GraphValue?[] inputs = bias is null ? [left, right] : [left, right, bias];
        return Add(
            "Gemm",
            inputs,
            left.Type,
            [rows, columns],
            NodeAttribute.Of("alpha", alpha),
            NodeAttribute.Of("transA", transposeLeft ? 1 : 0),
            NodeAttribute.Of("transB", transposeRight ? 1 : 0));
    }

    /// <summary>x [..., K] · weight [K, N] + bias [N], the leading axes taken as rows.</summary>
    public GraphValue Linear(GraphValue x, GraphValue weight, GraphValue? bias, float alpha = 1)
    {
        GraphValue rows = Reshape(x, x.Count / x.Shape[^1], x.Shape[^1]);
        return Reshape(Gemm(rows, weight, bias, alpha), [.. x.Shape[..^1], weight.Shape[1]]);
    }

    /// <summary>Convolution of x [N, C, spatial…] with weight [M, C / groups, kernel…]; one or two spatial axes.</summary>
    public GraphValue Conv(GraphValue x, GraphValue weight, GraphValue? bias, Convolution convolution)
    {
        int[] kernel = weight.Shape[2..];
        int[] spatial = [.. kernel.Select((width, axis) => convolution.OutputLength(axis, x.Shape[axis + 2], width))];
        if (x.Shape[1] != weight.Shape[1] * convolution.Groups)
        {
            throw new ArgumentException($"Conv of {x} with {weight} in {convolution.Groups} groups does not fit.");
        }

        GraphValue?[] inputs = bias is null ? [x, weight] : [x, weight, bias];
        return Add("Conv", inputs, x.Type, [x.Shape[0], weight.Shape[0], .. spatial], convolution.Attributes(kernel));
    }

    /// <summary>The transpose of Conv as a linear map; <paramref name="lengths"/> are the spatial lengths of the result.</summary>
    public GraphValue ConvTranspose(GraphValue x, GraphValue weight, Convolution convolution, int[] lengths)
    {
        int[] kernel = weight.Shape[2..];
        int[] missing = [.. kernel.Select((width, axis) => lengths[axis] - convolution.InputLength(axis, x.Shape[axis + 2], width))];
        int[] shape = [x.Shape[0], weight.Shape[1] * convolution.Groups, .. lengths];
        if (missing.Any(length => length < 0))
        {
            return Cut(x, weight, convolution, lengths);
        }

        return Add("ConvTranspose", [x, weight], x.Type, shape, [.. convolution.Attributes(kernel), NodeAttribute.Of("output_padding", missing)]);
    }

    /// <summary>Windows that reached beyond the padding (pooling that rounds up): everything is laid out, then cut to length.</summary>
    private GraphValue Cut(GraphValue x, GraphValue weight, Convolution convolution, int[] lengths)
    {
        int[] none = new int[lengths.Length];
        Convolution whole = convolution with { Before = none, After = none };
        int[] full = [.. lengths.Select((_, axis) => whole.InputLength(axis, x.Shape[axis + 2], weight.Shape[axis + 2]))];
        GraphValue all = ConvTranspose(x, weight, whole, full);
        int[] before = [0, 0, .. convolution.Before.Select(width => -width)];
        int[] after = [0, 0, .. lengths.Select((length, axis) => length + convolution.Before[axis] - full[axis])];
        return Pad(all, before, after);
    }
}
