using Grpc.Core;
using Microsoft.Data.Sqlite;
using Streaming.Service.Recording;

namespace Streaming.Service.Serving;

/// <summary>Reads of people who wait for an answer. Writes are <see cref="EditWriter"/>'s.</summary>
internal static class StoreReads
{
    /// <exception cref="RpcException">UNAVAILABLE: the store cannot be read; the message says why. Else what the answer threw.</exception>
    public static T AnswerFrom<T>(this NightLog log, Func<NightLogReader, T> answer)
    {
        try
        {
            using var reader = log.Read();
            return answer(reader);
        }
        catch (Exception refused) when (IsRefusal(refused))
        {
            throw Refused(refused);
        }
    }

    /// <summary>The night log or the journal cannot be read.</summary>
    public static bool IsRefusal(Exception failure) => failure is SqliteException or IOException;

    public static RpcException Refused(Exception refused) =>
        new(new Status(StatusCode.Unavailable, $"the store cannot be read at present ({refused.Message.TrimEnd('.')})"));
}
