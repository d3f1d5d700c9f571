using Streaming.Training.Graph;

namespace Streaming.Tests.Training.Graph;

/// <summary>Arithmetic and activations on random shapes with random broadcasting and attributes.</summary>
internal static class RandomElementwiseCases
{
    public static IReadOnlyDictionary<string, Func<RandomShapes, RuleCase>> All { get; } = new Dictionary<string, Func<RandomShapes, RuleCase>>
    {
        ["Add"] = draw => Binary(draw, "Add"),
        ["Sub"] = draw => Binary(draw, "Sub"),
        ["Mul"] = draw => Binary(draw, "Mul"),
        ["Div"] = draw => Binary(draw, "Div") with { AwayFromZero = true },
        ["Pow"] = draw => Binary(draw, "Pow") with { Positive = true },
        ["Max"] = draw => Many(draw, "Max") with { Spaced = true },
        ["Min"] = draw => Many(draw, "Min") with { Spaced = true },
        ["Sum"] = draw => Many(draw, "Sum"),
        ["Where"] = Where,
        ["Neg"] = draw => Unary(draw, "Neg"),
        ["Abs"] = draw => Unary(draw, "Abs") with { AwayFromZero = true },
        ["Reciprocal"] = draw => Unary(draw, "Reciprocal") with { AwayFromZero = true },
        ["Identity"] = draw => Unary(draw, "Identity"),
        ["Cast"] = draw => Unary(draw, "Cast", NodeAttribute.Of("to", 1)),
        ["Dropout"] = draw => Unary(draw, "Dropout"),
        ["Sqrt"] = draw => Unary(draw, "Sqrt") with { Positive = true },
        ["Exp"] = draw => Unary(draw, "Exp"),
        ["Log"] = draw => Unary(draw, "Log") with { Positive = true },
        ["Relu"] = draw => Unary(draw, "Relu") with { AwayFromZero = true },
        ["LeakyRelu"] = draw => Unary(draw, "LeakyRelu", NodeAttribute.Of("alpha", draw.Number(0.02f, 0.6f))) with { AwayFromZero = true },
        ["Gelu"] = draw => Unary(draw, "Gelu", NodeAttribute.Of("approximate", draw.Chance() ? "tanh" : "none")) with { Spaced = true },
        ["Erf"] = draw => Unary(draw, "Erf"),
        ["Sigmoid"] = draw => Unary(draw, "Sigmoid"),
        ["Softplus"] = draw => Unary(draw, "Softplus"),
        ["Tanh"] = draw => Unary(draw, "Tanh"),
        ["HardSigmoid"] = draw => Unary(
            draw, "HardSigmoid", NodeAttribute.Of("alpha", draw.Chance() ? 0.25f : 0.5f), NodeAttribute.Of("beta", 0.5f)) with { Spaced = true },
        ["HardSwish"] = draw => Unary(draw, "HardSwish") with { Spaced = true },
        ["Clip"] = Clip,
    };

    private static RuleCase Unary(RandomShapes draw, string operatorType, params Streaming.Training.Graph.Onnx.AttributeProto[] attributes)
    {
        int[] shape = draw.Shape();
        return new(operatorType, Shapes.Text(shape), [shape], (g, x) => g.Add(operatorType, [x[0]], ElementType.Float, shape, attributes));
    }

    private static RuleCase Binary(RandomShapes draw, string operatorType)
    {
        int[] left = draw.Shape(greatestRank: 3);
        int[] right = draw.Broadcastable(left);
        if (draw.Chance())
        {
            (left, right) = (right, left);
        }

        int[] result = Shapes.Broadcast(left, right);
        return new(operatorType, $"{Shapes.Text(left)} {Shapes.Text(right)}", [left, right],
            (g, x) => g.Add(operatorType, [x[0], x[1]], ElementType.Float, result));
    }

    private static RuleCase Many(RandomShapes draw, string operatorType)
    {
        int[] full = draw.Shape(greatestRank: 3);
        int[][] inputs = [full, .. Enumerable.Range(0, draw.Between(0, 2)).Select(_ => draw.Broadcastable(full))];
        return new(operatorType, string.Join(' ', inputs.Select(shape => Shapes.Text(shape))), inputs,
            (g, x) => g.Add(operatorType, x, ElementType.Float, full));
    }

    private static RuleCase Where(RandomShapes draw)
    {
        int[] full = draw.Shape(greatestRank: 3);
        (int[] left, int[] mask) = (draw.Broadcastable(full), draw.Broadcastable(full));
        float[] values = [.. Enumerable.Range(0, Shapes.Count(mask)).Select(_ => draw.Chance() ? 0f : 1f)];
        return new("Where", $"{Shapes.Text(mask)} {Shapes.Text(left)} {Shapes.Text(full)}", [left, full],
            (g, x) => g.Where(g.Less(g.Initializer("mask", mask, values), g.Scalar(0.5f)), x[0], x[1]));
    }

    private static RuleCase Clip(RandomShapes draw)
    {
        int[] shape = draw.Shape();
        (bool below, bool above) = (draw.Chance(), draw.Chance());
        return new("Clip", $"{Shapes.Text(shape)} {below} {above}", [shape],
            (g, x) => g.Add("Clip", [x[0], below ? g.Scalar(-0.4f) : null, above ? g.Scalar(0.6f) : null], ElementType.Float, shape))
        {
            Spaced = true,
        };
    }
}
