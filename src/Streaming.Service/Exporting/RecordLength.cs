using Streaming.Core.Signals;

namespace Streaming.Service.Exporting;

/// <summary>How long the data records of a study's EDF are: EDF wants a whole number of samples of every channel in each.</summary>
internal static class RecordLength
{
    private const int LongestSeconds = 60;
    private const int MostSamples = 1 << 24; // a minute of 128 channels at 2 kHz: a record is in memory whole

    /// <summary>The fewest whole seconds that hold whole numbers of samples of every channel; null where 60 do not, or where a record would be beyond all
    /// readers.</summary>
    public static int? Of(Study study)
    {
        for (var seconds = 1; seconds <= LongestSeconds; seconds++)
        {
            if (study.Channels.Any(channel => (channel.RateHz * seconds).Denominator != 1)) continue;
            return study.Channels.Sum(channel => (channel.RateHz * seconds).Numerator) <= MostSamples ? seconds : null;
        }
        return null;
    }
}
