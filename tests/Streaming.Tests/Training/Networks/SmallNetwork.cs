using Streaming.Training.Networks;

namespace Streaming.Tests.Training.Networks;

/// <summary>A StageNet small enough for finite differences and pictures it can tell apart.</summary>
internal static class SmallNetwork
{
    public static StageNetOptions Options { get; } = new()
    {
        Derivations = 2,
        RowHeight = 4,
        CalibrationColumns = 2,
        Seconds = 3,
        ColumnsPerSecond = 4,
        Classes = 3,
        PixelMean = 64,
        PixelDeviation = 110,
        ColumnChannels = 4,
        Strides = [2, 2],
        Channels = [6, 8],
        Heads = 2,
    };

    /// <summary>One trace per derivation whose height says the label, give or take a pixel; label 255 draws anything.</summary>
    public static byte[] Images(ReadOnlySpan<byte> labels, int seed)
    {
        var random = new Random(seed);
        (int rows, int width) = (Options.ImageShape[0], Options.ImageWidth);
        byte[] images = new byte[labels.Length * rows * width];
        for (int image = 0; image < labels.Length; image++)
        {
            for (int column = 0; column < width; column++)
            {
                for (int derivation = 0; derivation < Options.Derivations; derivation++)
                {
                    int height = Math.Min(labels[image] % Options.RowHeight, 2) + (random.Next(4) == 0 ? 1 : 0);
                    int row = (derivation * Options.RowHeight) + height;
                    images[(((image * rows) + row) * width) + column] = (byte)random.Next(150, 256);
                }
            }
        }

        return images;
    }
}
