using System.Globalization;
using Streaming.Core.Signals;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>What a channel is called where people read of it: its label and, where several of its study bear that, its number too.</summary>
internal static class ChannelWords
{
    private const int Named = 3;

    /// <summary><c>C4-M1, F4-M1, ECG and 2 more</c>: the first few, and how many there are beside them.</summary>
    public static string Some(IReadOnlyCollection<string> names) =>
        string.Join(", ", names.Take(Named)) + (names.Count > Named ? string.Create(CultureInfo.InvariantCulture, $" and {names.Count - Named} more") : "");

    public static string Name(Study study, int channel) =>
        Name(study.Channels[channel].Label, channel, study.Channels.Count(other => other.Label == study.Channels[channel].Label) > 1);

    /// <summary>Of each account, in their order.</summary>
    /// <param name="accounts">Of every channel. Where they do not say their numbers (an older version's) they stand in the order of these.</param>
    public static IEnumerable<string> Names(IReadOnlyCollection<ChannelAccount> accounts)
    {
        var labels = accounts.CountBy(account => account.Channel).ToDictionary();
        return accounts.Select((account, place) => Name(account.Channel, account.HasNumber ? account.Number : place, labels[account.Channel] > 1));
    }

    /// <summary>Of each channel's quality over a night, in their order.</summary>
    public static IEnumerable<string> Names(IReadOnlyCollection<ChannelQualitySummary> channels)
    {
        var labels = channels.CountBy(channel => channel.Channel).ToDictionary();
        return channels.Select(channel => Name(channel.Channel, channel.Number, labels[channel.Channel] > 1));
    }

    private static string Name(string label, long number, bool isShared) =>
        isShared ? string.Create(CultureInfo.InvariantCulture, $"{label} (channel {number})") : label;
}
