using System.CommandLine;
using System.Diagnostics;
using Google.Protobuf;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Service.Ingest;
using Streaming.Service.Recording;
using Streaming.V1;

namespace Streaming.Benchmarks;

/// <summary><c>store</c>: results and journal bytes a second, over plain sequential writes with the same durability.</summary>
internal static class StoreCommand
{
    private const int Beds = 64; // commit at the same time, as at the end of an epoch
    private const int Sequential = 1 << 20;

    public static Command Create()
    {
        var command = new Command("store", "The night log's results and the journal's bytes, over sequential writes that are flushed as often.");
        command.SetAction(async (parse, cancellationToken) =>
        {
            var (book, isShort) = (FigureBook.Of("store", parse), parse.GetValue(FigureBook.Short));
            var folder = Directory.CreateTempSubdirectory("streaming-store-").FullName;
            try
            {
                await ResultsAsync(book, folder, isShort ? 10 : 60, cancellationToken);
                await JournalAsync(book, folder, isShort ? 64 : 256, cancellationToken);
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        });
        return command;
    }

    private static async Task ResultsAsync(FigureBook book, string folder, int epochs, CancellationToken cancellationToken)
    {
        var log = NightLog.Open(folder, 128, NullLogger.Instance);
        var bytes = 0L;
        var started = Stopwatch.GetTimestamp();
        for (var epoch = 0; epoch < epochs; epoch++)
        {
            var number = epoch;
            await Task.WhenAll(Enumerable.Range(0, Beds).Select(bed => log.WriteAsync(transaction => Keep(transaction, bed, number), cancellationToken)));
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        var report = Report(0, 0);
        bytes = 2L * report.CalculateSize() + State(0).Session.Length + State(0).Smoother.Length;
        await log.DisposeAsync();
        var plain = Plain(Path.Combine(folder, "plain"), bytes * Beds, epochs);
        book.AtLeast($"epochs of {Beds} beds with their state, a flush for those that come together", FigureBook.Text($"{Beds * epochs / seconds:f0} epochs/s"),
            FigureBook.Text($"{Beds * epochs / plain:f0}/s of the same {bytes} bytes written plainly, flushed as often"), plain / seconds);
    }

    private static bool Keep(NightLogTransaction transaction, int bed, int epoch)
    {
        var key = new BedKey("benchmark", $"bed{bed}");
        transaction.AddReport(key, Report(bed, epoch));
        transaction.KeepState(Study(bed), State(epoch));
        return true;
    }

    private static string Study(int bed) => new Guid(bed, 0, 0, new byte[8]).ToString();

    private static StageReport Report(int bed, int epoch) => new()
    {
        StudyId = Study(bed), Site = "benchmark", Bed = $"bed{bed}", Epoch = epoch, Revision = Revision.Final, Stage = Stage.N2, Confidence = 0.8,
        Probabilities = { 0.1f, 0.1f, 0.6f, 0.1f, 0.1f }, Quality = { new string('q', 1200) }, Committed = new(), LastSampleReceived = new(),
    };

    private static EpochState State(int epoch) => new(epoch, epoch, epoch, new byte[4314], new byte[220], new byte[340]);

    private static async Task JournalAsync(FigureBook book, string folder, int megabytes, CancellationToken cancellationToken)
    {
        var options = new JournalOptions();
        var payload = new byte[40_000]; // ten seconds of a bed
        new Random(1).NextBytes(payload);
        var journal = Journal.Open(Path.Combine(folder, "journal"), options, NullLogger.Instance);
        var count = megabytes * 1_000_000 / payload.Length;
        var started = Stopwatch.GetTimestamp();
        foreach (var group in Enumerable.Range(0, count).Chunk(options.GroupBytes / payload.Length / 2))
        {
            await Task.WhenAll(group.Select(n => journal.AppendAsync(
                new JournalRecord(JournalRecordKind.Samples, "benchmark", "bed1", DateTimeOffset.UnixEpoch.AddSeconds(n), payload), cancellationToken).AsTask()));
        }
        var seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        await journal.DisposeAsync();
        var plain = Plain(Path.Combine(folder, "plain"), options.GroupBytes / 2, (int)((long)count * payload.Length / (options.GroupBytes / 2)));
        var sum = (double)count * payload.Length;
        book.AtLeast("journal", FigureBook.Text($"{sum / seconds / 1e6:f0} MB/s"),
            FigureBook.Text($"{sum / plain / 1e6:f0} MB/s written plainly, flushed every {options.GroupBytes / 2 / Sequential} MiB"), plain / seconds);
    }

    /// <summary>Seconds of so many sequential writes, each flushed to the disk.</summary>
    private static double Plain(string path, long bytes, int writes)
    {
        var block = new byte[bytes];
        new Random(1).NextBytes(block);
        using var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write);
        var started = Stopwatch.GetTimestamp();
        for (var write = 0; write < writes; write++)
        {
            RandomAccess.Write(file, block, write * bytes);
            RandomAccess.FlushToDisk(file);
        }
        return Stopwatch.GetElapsedTime(started).TotalSeconds;
    }
}
