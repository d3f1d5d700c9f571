using Streaming.Core.Signals;

namespace Streaming.Service.Exporting;

/// <summary>All channels of a study over one stretch of time.</summary>
/// <param name="Number">From 0; it starts at number × record length.</param>
/// <param name="Samples">By channel: digital values, <see cref="Missing"/> where none ever came. Overwritten by the next record.</param>
internal readonly record struct DataRecord(long Number, int[][] Samples)
{
    /// <summary>No sample of two or three bytes has this value.</summary>
    public const int Missing = int.MinValue;

    /// <summary>Puts the digital value that is nearest to nothing where no sample is.</summary>
    public void FillMissing(Study study)
    {
        for (var channel = 0; channel < Samples.Length; channel++) Samples[channel].AsSpan().Replace(Missing, Rest(study.Channels[channel].Scaling));
    }

    private static int Rest(ChannelScaling scaling)
    {
        var nothing = scaling.Gain is 0 or double.NaN ? 0 : Math.Round(-scaling.Offset / scaling.Gain);
        return (int)Math.Clamp(nothing, Math.Min(scaling.DigitalMin, scaling.DigitalMax), Math.Max(scaling.DigitalMin, scaling.DigitalMax));
    }
}
