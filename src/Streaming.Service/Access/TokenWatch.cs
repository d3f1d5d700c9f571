using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Streaming.Service.Access;

/// <summary>Says in the log, at the start and then once a day, which tokens are soon to expire: a station on the wall would fall silent in mid-night, and nobody
/// had been told.</summary>
/// <remarks>Not of one that was made for so short a time, nor of one that has a successor: the same name, role and scope, for longer.</remarks>
internal sealed partial class TokenWatch(AccessStore store, TimeProvider time, ILogger<TokenWatch> logger) : BackgroundService
{
    /// <summary>When it is said first, as of certificates.</summary>
    public const int WarnDays = 14;

    private static readonly TimeSpan s_warn = TimeSpan.FromDays(WarnDays);
    private static readonly TimeSpan s_look = TimeSpan.FromDays(1);

    /// <summary>Says what there is to say now.</summary>
    /// <exception cref="SqliteException">The disk refuses.</exception>
    public void Look()
    {
        var now = time.GetUtcNow();
        var good = store.All().Where(grant => grant.FaultAt(now) is null).ToList();
        foreach (var grant in good.Where(grant => grant.Expires - now < s_warn && grant.Expires - grant.Issued > s_warn))
        {
            if (good.Exists(other => other.Expires > grant.Expires && (other.Name, other.Role, other.Scope) == (grant.Name, grant.Role, grant.Scope))) continue;
            LogExpires(grant.Id, grant.Name, grant.Expires.ToString("yyyy-MM-dd HH:mm'Z'", CultureInfo.InvariantCulture));
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var timer = new PeriodicTimer(s_look, time);
        try
        {
            do TryLook();
            while (await timer.WaitForNextTickAsync(stoppingToken));
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Asked for.
        }
    }

    private void TryLook()
    {
        try
        {
            Look();
        }
        catch (SqliteException)
        {
            // A disk that refuses is said by whoever needs it now; the tokens are looked at again tomorrow.
        }
    }

    [LoggerMessage(6004, LogLevel.Warning, "Token {Id} '{Name}' expires at {Expires}; issue another under the same name and give it to whoever has this one, or calls and streams are refused from then on")]
    private partial void LogExpires(string id, string name, string expires);
}
