using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using Streaming.Scoring;
using Streaming.Service.Recording;

namespace Streaming.Service;

/// <summary>Why the service does not start, in words for whoever can mend it without reading the code.</summary>
internal static class StartRefusal
{
    /// <returns>Null: not a reason but a fault of the program, which keeps its stack trace.</returns>
    public static string? Of(Exception failure) => failure switch
    {
        OptionsValidationException options => string.Join(Environment.NewLine + "  ", options.Failures),
        AggregateException { InnerExceptions: [_, ..] all } when all.All(one => Of(one) is not null) => string.Join(Environment.NewLine + "  ", all.Select(Of)),
        StoreInUseException or StoreDamagedException or ModelBundleException or CudaUnavailableException => failure.Message,
        IOException { InnerException: AddressInUseException } =>
            $"{failure.Message} Another program listens there: `ss -ltnp` names it. Stop it, or set Serving:GrpcPort and Serving:WebPort.",
        SocketException => $"It cannot listen: {failure.Message}. Serving:Address must be an address of this machine, and ports below 1024 need a right of their own.",
        InvalidDataException { InnerException: { } inner } => $"{failure.Message} {inner.Message}",
        SqliteException sqlite => $"A database of the store (nights.db, access.db) refuses: {sqlite.Message} Is the disk full, may this user write there, is the file whole?",
        UnauthorizedAccessException or IOException => $"{failure.Message} Does it exist, and may this user read and write it? The store is Recording:Folder.",
        _ => null,
    };
}
