namespace Streaming.Training.Networks;

/// <summary>
/// The geometry of the picture and the sizes of StageNet. The defaults fit RenderSpec lossless-100 and were chosen by measuring speed
/// (docs/onnxruntime-part.md).
/// </summary>
internal sealed record StageNetOptions
{
    /// <summary>Derivations from top to bottom: frontal, central, occipital, left eye, right eye, chin.</summary>
    public int Derivations { get; init; } = 6;

    public int RowHeight { get; init; } = 32;

    /// <summary>Columns of the scale bar at the left. They are cut off: the network must not depend on the gain.</summary>
    public int CalibrationColumns { get; init; } = 8;

    public int Seconds { get; init; } = 30;

    public int ColumnsPerSecond { get; init; } = 100;

    public int Classes { get; init; } = 5;

    /// <summary>Mean of the pixels, 0 to 255. Input that is not centred did not learn.</summary>
    public float PixelMean { get; init; } = 18;

    /// <summary>Standard deviation of the pixels, 0 to 255.</summary>
    public float PixelDeviation { get; init; } = 60;

    /// <summary>Functions of a column of pixels: 32 pixels say little more than where the trace is, how tall and how dense.</summary>
    public int ColumnChannels { get; init; } = 8;

    /// <summary>Strides of the temporal convolutions; their product is the columns of a second. Each spans three of its strides.</summary>
    public IReadOnlyList<int> Strides { get; init; } = [5, 4, 5];

    /// <summary>Channels of the temporal convolutions; the last is the width of a token.</summary>
    public IReadOnlyList<int> Channels { get; init; } = [24, 40, 64];

    public int Heads { get; init; } = 4;

    /// <summary>Transformer blocks in which all tokens attend to all, before the one in which only the class token asks.</summary>
    public int Blocks { get; init; } = 1;

    /// <summary>Hidden width of a block's feed-forward part, in token widths.</summary>
    public int FeedForwardRatio { get; init; } = 2;

    /// <summary>
    /// Kinds of events that the tokens are taught to tell while training; 0: none. It gives the network far more to learn from than a stage a
    /// picture. No part of what is served.
    /// </summary>
    public int EventKinds { get; init; }

    public int Width => Channels[^1];

    public int Columns => Seconds * ColumnsPerSecond;

    public int Tokens => Derivations * Seconds;

    public int ImageWidth => CalibrationColumns + Columns;

    /// <summary>Rows and columns of one image.</summary>
    public int[] ImageShape => [Derivations * RowHeight, ImageWidth];

    /// <summary>Columns that reach one token before attention: the second and what the convolutions see on either side.</summary>
    public int ReceptiveFieldColumns
    {
        get
        {
            int columns = 1;
            int step = 1;
            foreach (int stride in Strides)
            {
                columns += ((3 * stride) - 1) * step;
                step *= stride;
            }

            return columns;
        }
    }

    /// <exception cref="ArgumentException">Sizes that do not fit; the message names them.</exception>
    public void Validate()
    {
        int stride = Strides.Aggregate(1, (product, next) => product * next);
        if (Strides.Count != Channels.Count || stride != ColumnsPerSecond)
        {
            throw new ArgumentException(
                $"{Strides.Count} strides with product {stride} and {Channels.Count} channel counts: "
                + $"need as many of each and a product of {ColumnsPerSecond}.");
        }

        if (Width % Heads != 0)
        {
            throw new ArgumentException($"A width of {Width} does not divide into {Heads} heads.");
        }
    }
}
