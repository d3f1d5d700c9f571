namespace Streaming.Training.Graph;

/// <summary>
/// A network ready to run at a fixed batch. Inputs: <c>image</c> (bytes), the parameters and, with gradients, <c>targets</c> [batch, classes].
/// Outputs: <c>logits</c> [batch, classes] and, with gradients, <c>loss</c> and one gradient per parameter.
/// </summary>
internal sealed record NetworkGraph(byte[] Model, ParameterLayout Parameters, int Batch, int[] ImageShape, int Classes, bool WithGradients)
{
    public const string Image = "image";
    public const string Targets = "targets";
    public const string Logits = "logits";
    public const string Attention = "attention";
    public const string Loss = "loss";
    public const string Events = "events";
    public const string EventWeights = "eventWeights";

    /// <summary>Cells of a picture that <see cref="EventKinds"/> are told of.</summary>
    public int Cells { get; init; }

    /// <summary>Kinds of events in the loss; with them there are two more inputs, <c>events</c> [batch, cells, kinds] and <c>eventWeights</c>
    /// [batch, cells, 1]. 0: none.</summary>
    public int EventKinds { get; init; }

    public int ImageLength => Shapes.Count(ImageShape);

    public static string GradientOf(string parameter) => $"gradient/{parameter}";
}
