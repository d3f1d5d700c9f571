using Streaming.V1;

namespace Streaming.Service.Serving;

/// <summary>A night for who watches many: what a hypnogram is drawn from. The rest is a call away.</summary>
internal static class BriefNight
{
    /// <summary>Shortens all reports but the last, which says what is now.</summary>
    public static void Shorten(Night night)
    {
        foreach (var report in night.Reports.SkipLast(1))
        {
            report.Derivations.Clear();
            report.ChannelQuality.Clear();
            if (report.Reason is { } reason) report.Reason = new Reason { Contradiction = reason.Contradiction };
            for (var i = report.Accounts.Count - 1; i >= 0; i--)
            {
                if (report.Accounts[i].Lost == 0) report.Accounts.RemoveAt(i);
            }
        }
    }
}
