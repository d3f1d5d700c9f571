using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace Streaming.Benchmarks;

/// <summary><c>all</c>: every room in its short form, each in a process of its own, and docs/performance.md from what they measured.</summary>
internal static class AllCommand
{
    private static readonly TimeSpan s_longest = TimeSpan.FromMinutes(6);

    // As a person would type them. The room that measures most goes first, while the machine is still cool. Small wards are warmed with as many epochs
    // as the large one, or what is measured is the just-in-time compiler.
    private static readonly string[] s_rooms =
    [
        "line --epochs 24 --warm-up 36", "line --beds 256 --epochs 6 --warm-up 12", "line --beds 1000 --epochs 1 --warm-up 3", "line --resnet18 --epochs 8 --warm-up 12", "burst", "beds",
        "model", "render", "filter", "assemble", "decode", "budget", "evidence", "mqtt", "grpc", "watchers", "store", "start", "recover", "train", "score",
    ];

    public static Command Create()
    {
        var output = new Option<string>("--output") { Description = "The page; empty: none.", DefaultValueFactory = _ => "docs/performance.md" };
        var data = new Option<string?>("--json") { Description = "The rows as JSON, for comparing two commits." };
        var rooms = new Option<string[]>("--room") { Description = "Only these; may be repeated.", DefaultValueFactory = _ => [] };
        var command = new Command("all", "Every room in its short form; writes docs/performance.md. About a quarter of an hour.") { output, data, rooms };
        command.SetAction(async (parse, cancellationToken) =>
        {
            var wanted = parse.GetValue(rooms)!;
            var (figures, started) = (new List<RoomResult>(), Stopwatch.GetTimestamp());
            foreach (var line in s_rooms.Where(line => wanted.Length == 0 || wanted.Contains(line.Split(' ')[0])))
                figures.Add(await RunAsync(line, cancellationToken));
            if (parse.GetValue(data) is { } json)
                await File.WriteAllTextAsync(json, JsonSerializer.Serialize(figures.SelectMany(room => room.Figures)), cancellationToken);
            if (parse.GetValue(output) is { Length: > 0 } page)
                await File.WriteAllTextAsync(page, PerformancePage.Write(figures, Stopwatch.GetElapsedTime(started)), cancellationToken);
        });
        return command;
    }

    /// <summary>A room that fails or does not end costs its own rows only.</summary>
    private static async Task<RoomResult> RunAsync(string line, CancellationToken cancellationToken)
    {
        var file = Path.GetTempFileName();
        try
        {
            var start = new ProcessStartInfo("dotnet", [typeof(AllCommand).Assembly.Location, .. line.Split(' '), "--short", "--figures", file])
            {
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            var complaint = process.StandardError.ReadToEndAsync(cancellationToken);
            using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            limit.CancelAfter(s_longest);
            string? reason = null;
            try
            {
                await process.WaitForExitAsync(limit.Token);
            }
            catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                reason = $"did not end within {s_longest.TotalMinutes} minutes";
            }
            List<Figure> figures = [.. File.ReadLines(file).Select(row => JsonSerializer.Deserialize<Figure>(row)!)];
            if (reason is null && figures.Count == 0) reason = LastLine(await complaint, process.ExitCode);
            if (reason is not null) figures.Add(Figure.Skipped(line.Split(' ')[0], "the room", reason));
            return new RoomResult(line, figures);
        }
        finally
        {
            File.Delete(file);
        }
    }

    private static string LastLine(string complaint, int exitCode)
    {
        var lines = complaint.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        // The reason stands first, the stack behind it.
        return lines.FirstOrDefault(line => !line.StartsWith("at ", StringComparison.Ordinal)) ?? $"it ended with {exitCode} and said nothing";
    }
}
