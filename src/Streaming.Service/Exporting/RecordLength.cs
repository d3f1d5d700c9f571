using Streaming.Core.Signals;

namespace Streaming.Service.Exporting;

/// <summary>How long the data records of a study's EDF are: EDF wants a whole number of samples of every channel in each.</summary>
internal static class RecordLength
{
    private const int LongestSeconds = 60;

    /// <summary>The fewest whole seconds that hold whole numbers of samples of every channel; null where 60 do not.</summary>
    public static int? Of(Study study)
    {
        for (var seconds = 1; seconds <= LongestSeconds; seconds++)
        {
            if (study.Channels.All(channel => (channel.RateHz * seconds).Denominator == 1)) return seconds;
        }
        return null;
    }
}
