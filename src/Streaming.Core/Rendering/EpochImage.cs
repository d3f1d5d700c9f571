namespace Streaming.Core.Rendering;

/// <summary>One drawn window. The buffer is reused from image to image by whoever owns it.</summary>
public sealed class EpochImage
{
    /// <param name="spec">What it is drawn to; fixes the size.</param>
    public EpochImage(RenderSpec spec)
    {
        Spec = spec;
        Pixels = new byte[spec.Height * spec.Width * spec.Planes];
        ScalesMicrovolts = new double[spec.Rows.Count];
    }

    public RenderSpec Spec { get; }

    /// <summary>Row-major [height, width, planes]: grey has one plane, colour three (R, G, B).</summary>
    public byte[] Pixels { get; }

    /// <summary>By row of the picture: what the row was divided by, µV; 0 where the row is blank.</summary>
    public double[] ScalesMicrovolts { get; }
}
