using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;

namespace Streaming.Benchmarks;

/// <summary>docs/performance.md. All of it is written here, so that another machine's page differs in figures only.</summary>
internal static class PerformancePage
{
    private const string Notes = "docs/performance-notes.md";

    public static string Write(IReadOnlyList<RoomResult> rooms, TimeSpan took)
    {
        var page = new StringBuilder();
        page.Append("""
            # Performance

            Written by `dotnet run -c Release --project tests/Streaming.Benchmarks -- all`; run it again on your machine and this page is yours. Every
            figure stands beside a limit or a rival measured in the same run, because machines are noisy and differ: look at the ratios. Rates of
            processor time ("of processor") can be trusted on a busy machine too; wall-clock rates and latencies only on a quiet one. A row that could
            not be measured says why. `bash tests/compare-benchmarks.sh A B` compares two commits on one machine.


            """);
        page.Append(CultureInfo.InvariantCulture, $"Measured on {Processor()}, {Environment.ProcessorCount} cores, {Memory()}, {RuntimeInformation.OSDescription},\n");
        page.Append(CultureInfo.InvariantCulture, $"{RuntimeInformation.FrameworkDescription}, ONNX Runtime {Engine()}; {TimeProvider.System.GetUtcNow():yyyy-MM-dd}, in {took.TotalMinutes:0} minutes, with a load of {Load()} when it ended.\n\n");
        foreach (var room in rooms)
        {
            page.Append(CultureInfo.InvariantCulture, $"## {Title(room.Line)}\n`dotnet run -c Release --project tests/Streaming.Benchmarks -- {room.Line} --short`\n\n");
            page.Append("| what | measured | beside | ratio | aim | |\n|---|---|---|---|---|---|\n");
            foreach (var figure in room.Figures) page.Append(Row(figure));
            page.Append('\n');
        }
        if (File.Exists(Notes)) page.Append(CultureInfo.InvariantCulture, $"What fell short and what was tried: [{Path.GetFileNameWithoutExtension(Notes)}]({Path.GetFileName(Notes)}).\n");
        return page.ToString();
    }

    private static string Row(Figure figure)
    {
        var ratio = figure.Ratio is { } value ? value.ToString(value < 0.01 ? "0.####" : value < 10 ? "0.00" : "0", CultureInfo.InvariantCulture) : "";
        var verdict = figure.IsMet switch { true => "met", false => "**missed**", null => "" };
        return $"| {Cell(figure.What)} | {Cell(figure.Measured)} | {Cell(figure.Beside)} | {ratio} | {Cell(figure.Aim)} | {verdict} |\n";
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal);

    private static string Title(string line) => char.ToUpperInvariant(line[0]) + line.Split(' ')[0][1..];

    private static string Processor() => First("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString();

    private static string Memory() => FigureBook.Text($"{GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9:0} GB");

    private static string Load() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "unknown";

    private static string Engine() => Microsoft.ML.OnnxRuntime.OrtEnv.Instance().GetVersionString();

    private static string? First(string path, string key) => !File.Exists(path)
        ? null
        : File.ReadLines(path).FirstOrDefault(line => line.StartsWith(key, StringComparison.Ordinal))?.Split(':')[1].Trim();
}
