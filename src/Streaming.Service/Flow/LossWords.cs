using System.Globalization;
using Streaming.Core.Windowing;
using Streaming.V1;

namespace Streaming.Service.Flow;

/// <summary>What was lost of an epoch, as people count it: seconds of the channels concerned, not samples.</summary>
internal static class LossWords
{
    /// <summary><c>20 s of one epoch were lost: C4-M1, F4-M1 and 2 more</c>; the most that one channel lost. Null: nothing was.</summary>
    public static string? Of(IReadOnlyCollection<ChannelAccount> accounts)
    {
        if (accounts.All(account => account.Lost == 0)) return null; // nearly always, once an epoch and bed
        var losing = accounts.Zip(ChannelWords.Names(accounts)).Where(one => one.First.Lost > 0).OrderByDescending(one => Seconds(one.First)).ToList();
        var names = ChannelWords.Some([.. losing.Select(one => one.Second)]);
        return string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0.1, Seconds(losing[0].First)):0.#} s of one epoch were lost: {names}");
    }

    private static double Seconds(ChannelAccount account) => Epoch.Seconds * (double)account.Lost / Math.Max(account.Expected, account.Lost);
}
