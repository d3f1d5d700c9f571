using Streaming.Training.Graph;
using Streaming.Training.Graph.Onnx;

namespace Streaming.Tests.Training.Graph;

/// <summary>Products, convolutions, pooling, reductions and normalisations of random geometry.</summary>
internal static class RandomNetworkCases
{
    private static readonly string[] _reductions =
    [
        "ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd",
        "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum", "ReduceLogSumExp",
    ];

    public static IReadOnlyDictionary<string, Func<RandomShapes, RuleCase>> All { get; } =
        new Dictionary<string, Func<RandomShapes, RuleCase>>(_reductions.Select(
            name => KeyValuePair.Create<string, Func<RandomShapes, RuleCase>>(name, draw => Reduce(draw, name))))
        {
            ["MatMul"] = MatMul,
            ["Gemm"] = Gemm,
            ["Conv"] = draw => Convolve(draw, transposed: false),
            ["ConvTranspose"] = draw => Convolve(draw, transposed: true),
            ["MaxPool"] = draw => Pool(draw, "MaxPool") with { Spaced = true },
            ["AveragePool"] = draw => Pool(draw, "AveragePool"),
            ["GlobalAveragePool"] = draw => GlobalPool(draw, "GlobalAveragePool"),
            ["GlobalMaxPool"] = draw => GlobalPool(draw, "GlobalMaxPool") with { Spaced = true },
            ["Softmax"] = draw => Soft(draw, "Softmax"),
            ["LogSoftmax"] = draw => Soft(draw, "LogSoftmax"),
            ["LayerNormalization"] = LayerNormalization,
            ["BatchNormalization"] = BatchNormalization,
        };

    private static RuleCase Reduce(RandomShapes draw, string name)
    {
        int[] shape = draw.Shape(greatestRank: 3);
        int[]? axes = draw.Chance() ? draw.Axes(shape.Length) : null;
        bool keep = draw.Chance();
        int[] result = Shapes.Reduce(shape, axes ?? [.. Enumerable.Range(0, shape.Length)], keep);
        int[]? stated = axes?.Select(axis => draw.Signed(axis, shape.Length)).ToArray();
        return new(name, $"{Shapes.Text(shape)} over {(stated is null ? "all" : Shapes.Text(stated))} keeping {keep}", [shape],
            (g, x) => g.Add(
                name, stated is null ? [x[0]] : [x[0], g.Integers(stated)], ElementType.Float, result, NodeAttribute.Of("keepdims", keep ? 1 : 0)))
        {
            Spaced = name is "ReduceMax" or "ReduceMin",
            Positive = name is "ReduceLogSum",
            AwayFromZero = name is "ReduceL1" or "ReduceL2" or "ReduceProd",
        };
    }

    private static RuleCase MatMul(RandomShapes draw)
    {
        (int rows, int inner, int columns) = (draw.Between(1, 3), draw.Between(1, 3), draw.Between(1, 3));
        int[] leading = draw.Shape(greatestRank: 2);
        int[] left = [.. draw.Chance() ? leading : draw.Broadcastable(leading), rows, inner];
        int[] right = [.. draw.Chance() ? [] : draw.Broadcastable(leading), inner, columns];
        return new("MatMul", $"{Shapes.Text(left)} {Shapes.Text(right)}", [left, right], (g, x) => g.MatMul(x[0], x[1]));
    }

    private static RuleCase Gemm(RandomShapes draw)
    {
        (int rows, int inner, int columns) = (draw.Between(1, 4), draw.Between(1, 4), draw.Between(1, 4));
        (bool turnLeft, bool turnRight, bool biased) = (draw.Chance(), draw.Chance(), draw.Chance());
        (float alpha, float beta) = (draw.Number(0.3f, 2), draw.Number(0.3f, 2));
        int[] left = turnLeft ? [inner, rows] : [rows, inner];
        int[] right = turnRight ? [columns, inner] : [inner, columns];
        int[] bias = draw.Broadcastable([rows, columns]);
        AttributeProto[] attributes =
        [
            NodeAttribute.Of("alpha", alpha), NodeAttribute.Of("beta", beta),
            NodeAttribute.Of("transA", turnLeft ? 1 : 0), NodeAttribute.Of("transB", turnRight ? 1 : 0),
        ];
        return new("Gemm", $"{Shapes.Text(left)}{(turnLeft ? "'" : "")} {Shapes.Text(right)}{(turnRight ? "'" : "")} {Shapes.Text(bias)}",
            biased ? [left, right, bias] : [left, right], (g, x) => g.Add("Gemm", x, ElementType.Float, [rows, columns], attributes));
    }

    private static RuleCase Convolve(RandomShapes draw, bool transposed)
    {
        (int axes, int groups) = (draw.Between(1, 2), draw.Between(1, 3));
        (int inputs, int outputs) = (draw.Between(1, 2), draw.Between(1, 2)); // a group
        int[] kernel = [.. Each(axes, () => draw.Between(1, 3))];
        var geometry = new Convolution(
            Each(axes, () => draw.Between(1, 3)), [.. kernel.Select(width => draw.Between(0, width - 1))],
            [.. kernel.Select(width => draw.Between(0, width - 1))], Each(axes, () => draw.Between(1, 2)), groups);
        int[] lengths = [.. kernel.Select((width, axis) => (geometry.Dilations[axis] * (width - 1)) + draw.Between(1, 4))];
        int[] image = [draw.Between(1, 2), groups * inputs, .. lengths];
        int[] weight = [groups * outputs, inputs, .. kernel];
        string text = $"{Shapes.Text(image)} {Shapes.Text(weight)} {groups} groups stride {Shapes.Text(geometry.Strides)} dilation "
            + $"{Shapes.Text(geometry.Dilations)} padding {Shapes.Text(geometry.Before)} {Shapes.Text(geometry.After)}";
        if (!transposed)
        {
            return draw.Chance()
                ? new("Conv", text, [image, weight], (g, x) => g.Conv(x[0], x[1], null, geometry))
                : new("Conv", text, [image, weight, [weight[0]]], (g, x) => g.Conv(x[0], x[1], x[2], geometry));
        }

        int[] small = [image[0], weight[0], .. kernel.Select((width, axis) => geometry.OutputLength(axis, lengths[axis], width))];
        return new("ConvTranspose", text, [small, weight], (g, x) => g.ConvTranspose(x[0], x[1], geometry, lengths));
    }

    private static RuleCase Pool(RandomShapes draw, string name)
    {
        int axes = draw.Between(1, 2);
        int[] kernel = Each(axes, () => draw.Between(1, 3));
        int[] strides = Each(axes, () => draw.Between(1, 3));
        int[] pads = [.. kernel.Select(width => draw.Between(0, width / 2)), .. kernel.Select(width => draw.Between(0, width / 2))];
        int[] image = [draw.Between(1, 2), draw.Between(1, 2), .. kernel.Select(width => width + draw.Between(0, 3))];
        int[] rest = [.. kernel.Select((width, axis) => image[axis + 2] + pads[axis] + pads[axes + axis] - width)];
        // Rounding up may add a window that starts behind the image; whether that one counts is read differently by different runtimes.
        bool up = Enumerable.Range(0, axes).All(
            axis => (rest[axis] + strides[axis] - 1) / strides[axis] * strides[axis] < image[axis + 2] + pads[axis]);
        int[] lengths = [.. rest.Select((length, axis) => ((length + (up ? strides[axis] - 1 : 0)) / strides[axis]) + 1)];
        List<AttributeProto> attributes =
        [
            NodeAttribute.Of("kernel_shape", kernel), NodeAttribute.Of("strides", strides), NodeAttribute.Of("pads", pads),
            NodeAttribute.Of("ceil_mode", up ? 1 : 0),
        ];
        if (name == "AveragePool")
        {
            attributes.Add(NodeAttribute.Of("count_include_pad", draw.Between(0, 1)));
        }

        return new(name, $"{Shapes.Text(image)} {Shapes.Text(kernel)} stride {Shapes.Text(strides)} padding {Shapes.Text(pads)} up {up}", [image],
            (g, x) => g.Add(name, [x[0]], ElementType.Float, [image[0], image[1], .. lengths], [.. attributes]));
    }

    private static RuleCase GlobalPool(RandomShapes draw, string name)
    {
        int[] image = [draw.Between(1, 2), draw.Between(1, 3), .. draw.Shape(greatestRank: 2)];
        return new(name, Shapes.Text(image), [image],
            (g, x) => g.Add(name, [x[0]], ElementType.Float, [image[0], image[1], .. Each(image.Length - 2, () => 1)]));
    }

    private static RuleCase Soft(RandomShapes draw, string name)
    {
        int[] shape = [.. draw.Shape(greatestRank: 3).Select(length => length + 1)];
        int axis = draw.Signed(draw.Axis(shape.Length), shape.Length);
        return new(name, $"{Shapes.Text(shape)} along {axis}", [shape],
            (g, x) => g.Add(name, [x[0]], ElementType.Float, shape, NodeAttribute.Of("axis", axis)));
    }

    private static RuleCase LayerNormalization(RandomShapes draw)
    {
        int[] shape = [.. draw.Shape(leastRank: 2, greatestRank: 3), draw.Between(3, 6)];
        int axis = draw.Between(1, shape.Length - 1);
        (int[] scale, bool biased, int stated) = (shape[axis..], draw.Chance(), draw.Signed(axis, shape.Length));
        return new("LayerNormalization", $"{Shapes.Text(shape)} from {stated} biased {biased}", biased ? [shape, scale, scale] : [shape, scale],
            (g, x) => g.Add("LayerNormalization", x, ElementType.Float, shape, NodeAttribute.Of("axis", stated), NodeAttribute.Of("epsilon", 1e-3f)));
    }

    private static RuleCase BatchNormalization(RandomShapes draw)
    {
        int[] image = [draw.Between(2, 3), draw.Between(1, 3), .. draw.Shape(leastRank: 0, greatestRank: 2)];
        int[] channels = [image[1]];
        return new("BatchNormalization", Shapes.Text(image), [image, channels, channels, channels, channels],
            (g, x) => g.Add("BatchNormalization", x, ElementType.Float, image, NodeAttribute.Of("epsilon", 1e-2f))) { Positive = true };
    }

    private static int[] Each(int count, Func<int> make) => [.. Enumerable.Range(0, count).Select(_ => make())];
}
