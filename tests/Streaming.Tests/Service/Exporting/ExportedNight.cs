using Grpc.Core;
using Streaming.V1;

namespace Streaming.Tests.Service.Exporting;

/// <summary>Asks for an export and puts its pieces together.</summary>
internal static class ExportedNight
{
    public static async Task<(string Name, byte[] Bytes)> GetAsync(SleepMonitor.SleepMonitorClient client, string studyId, ExportFormat format)
    {
        using var call = client.ExportNight(
            new ExportNightRequest { Night = new NightRef { StudyId = studyId }, Format = format }, cancellationToken: TestContext.Current.CancellationToken);
        var (name, bytes) = ("", new List<byte>());
        await foreach (var piece in call.ResponseStream.ReadAllAsync(TestContext.Current.CancellationToken))
        {
            if (piece.FileName.Length > 0) name = piece.FileName;
            bytes.AddRange(piece.Chunk.Span);
        }
        return (name, [.. bytes]);
    }
}
