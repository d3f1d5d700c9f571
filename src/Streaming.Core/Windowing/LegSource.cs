using Streaming.Core.Signals;

namespace Streaming.Core.Windowing;

/// <summary>A channel as a source of microvolts.</summary>
/// <param name="Channel">The channel.</param>
/// <param name="Gain">µV a digital step; negative where it is subtracted.</param>
/// <param name="Offset">µV at digital 0.</param>
internal sealed record LegSource(Channel Channel, double Gain, double Offset)
{
    public static LegSource Of(Channel channel, int sign)
    {
        var microvolts = sign * (ChannelUnit.Microvolts(channel.Unit) ?? double.NaN);
        return new LegSource(channel, channel.Scaling.Gain * microvolts, channel.Scaling.Offset * microvolts);
    }
}
