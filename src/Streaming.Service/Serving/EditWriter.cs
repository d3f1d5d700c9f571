using Grpc.Core;
using Microsoft.Data.Sqlite;
using Streaming.Service.Recording;

namespace Streaming.Service.Serving;

/// <summary>Writes of people who wait for an answer: kept, or said within seconds that the store takes nothing, and why. What the line decides waits for the
/// disk instead, however long that refuses (<see cref="Flow.Line"/>).</summary>
internal sealed class EditWriter(NightLog log, TimeProvider time)
{
    // Well within what the station gives a call (15 s), so that it hears the reason; as long as SQLite waits where another program holds the database.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(5);

    /// <summary>Completes when the work is durable, with what it returned.</summary>
    /// <exception cref="RpcException">UNAVAILABLE: the store takes nothing; the message says whether the edit is out of the world, or may have been kept.
    /// Else what the work threw.</exception>
    public async Task<T> WriteAsync<T>(Func<NightLogTransaction, T> work, CancellationToken cancellationToken)
    {
        var claim = new EditClaim();
        using var queueing = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var writing = log.WriteAsync(transaction => claim.TryBegin() ? work(transaction) : throw new OperationCanceledException(), queueing.Token);
        try
        {
            return await writing.WaitAsync(s_patience, time, cancellationToken);
        }
        catch (TimeoutException)
        {
            throw Refused("it has not answered for seconds", isOut: claim.TryWithdraw());
        }
        catch (Exception refused) when (refused is SqliteException or IOException)
        {
            throw Refused(refused.Message, isOut: !log.IsStopping);
        }
        finally
        {
            // Nobody waits any more: whoever has been told that it was not made, or has hung up, must not find it made when the disk takes again.
            claim.TryWithdraw();
            await queueing.CancelAsync();
        }
    }

    private RpcException Refused(string otherwise, bool isOut)
    {
        var reason = (log.Refusal ?? otherwise).TrimEnd('.');
        var fate = isOut
            ? "the edit was not made, and will not be: make it again when the store takes writes"
            : "whether the edit was kept is known when the store can be read again: look before you make it again";
        return new RpcException(new Status(StatusCode.Unavailable, $"the store takes no writes at present ({reason}); {fate}"));
    }
}
