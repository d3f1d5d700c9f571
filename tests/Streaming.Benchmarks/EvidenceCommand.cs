using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using Streaming.Core.Evidence;
using Streaming.Core.Rendering;
using Streaming.Core.Signals;
using Streaming.Core.Simulation;
using Streaming.Core.Staging;
using Streaming.Core.Windowing;
using Streaming.Scoring;

namespace Streaming.Benchmarks;

/// <summary><c>evidence</c>: what reasons cost an epoch on one thread, against 2 ms, and how near ablation comes to the bare runtime.</summary>
internal static class EvidenceCommand
{
    private const double LimitMilliseconds = 2;
    private static readonly TimeSpan s_each = TimeSpan.FromSeconds(3);

    public static Command Create()
    {
        var model = new Option<string>("--model") { Description = "Folder of the model bundle.", DefaultValueFactory = _ => "deploy/models/stagenet-2" };
        var command = new Command("evidence", "Milliseconds an epoch of finding and explaining; seconds of an ablation map.") { model };
        command.SetAction(parse => Run(parse.GetValue(model)!, parse.GetValue(FigureBook.Short), Console.Out, FigureBook.Of("evidence", parse)));
        return command;
    }

    private static int Run(string model, bool isShort, TextWriter report, FigureBook book)
    {
        var night = new NightSimulator(new NightSimulatorOptions { Epochs = 60, RateHz = 200 }, 1).Simulate(Guid.Empty, DateTimeOffset.UnixEpoch);
        var session = new BedSession(night.Study, Montage.Resolve(night.Study), RenderSpecs.Lossless100.Signal, new BedSessionOptions());
        Epoch[] epochs = [.. night.Blocks().SelectMany(block => session.Accept(block, 0, 0))];
        var milliseconds = Explain(night.Study, epochs);
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"evidence: {milliseconds:f2} ms of processor an epoch on one thread (limit {LimitMilliseconds})"));
        var (seconds, cells, own) = Ablate(model, epochs[^1]);
        var (bare, least) = BareRuntime.Best(model, s_each, TextWriter.Null);
        report.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"evidence: ablation map of {cells} cells in {seconds:f2} s, {cells / seconds:f1} pictures/s; bare runtime {bare:f1}/s; ratio={cells / seconds / bare:f2}; of processor {own:f2} ms a picture, bare {least:f2} ms; ratio={least / own:f2}"));
        book.AtMost("reasons of an epoch on one thread", FigureBook.Text($"{milliseconds:f2} ms"), FigureBook.Text($"{LimitMilliseconds} ms"),
            milliseconds / LimitMilliseconds, 1);
        book.AtLeast($"ablation map of {cells} cells", FigureBook.Text($"{cells / seconds:f1} pictures/s"),
            FigureBook.Text($"{bare:f1}/s of a bare ONNX Runtime loop"), cells / seconds / bare);
        book.AtLeast("ablation map: processor a picture", FigureBook.Text($"{own:f2} ms"), FigureBook.Text($"{least:f2} ms of the bare loop"), least / own);
        Attention(model, isShort, book);
        report.WriteLine(string.Create(CultureInfo.InvariantCulture, $"evidence: over={milliseconds / LimitMilliseconds:f2} (limit: 1)"));
        return milliseconds <= LimitMilliseconds ? 0 : 1;
    }

    private static void Attention(string model, bool isShort, FigureBook book)
    {
        using var cost = new AttentionCost(File.ReadAllBytes(Path.Combine(model, "model.onnx")));
        var ratios = cost.Ratios(isShort);
        book.AtMost("a picture with its attention map", FigureBook.Text($"{ratios[ratios.Count / 2]:f3} ({ratios[0]:f3} to {ratios[^1]:f3}, {ratios.Count} rounds)"),
            "the same graph without that output", ratios[ratios.Count / 2], 1.05);
    }

    private static double Explain(Study study, Epoch[] epochs)
    {
        var reader = new FindingsReader(study, Montage.Resolve(study), new EvidenceOptions());
        var started = TimeSpan.Zero; // processor time: a busy machine must not decide
        for (var round = 0; round < 6; round++)
        {
            if (round == 1) started = Environment.CpuUsage.UserTime; // the first warms the compiler
            foreach (var epoch in epochs)
            {
                var findings = reader.Read(epoch);
                reader.Decide(findings, Stage.N2);
                RuleBook.Read(findings);
            }
        }
        return (Environment.CpuUsage.UserTime - started).TotalMilliseconds / (5 * epochs.Length);
    }

    private static (double Seconds, int Cells, double ProcessorMilliseconds) Ablate(string model, Epoch epoch)
    {
        using var pool = new StagerPool(
            ModelBundle.Load(model), new ScoringOptions { Provider = ScoringProvider.Cpu, Workers = 1 }, NullLogger<StagerPool>.Instance);
        var mapper = new AblationMapper(pool.Create, Environment.ProcessorCount);
        mapper.Map(epoch, Stage.N2, CancellationToken.None);
        var (started, worked, maps) = (Stopwatch.GetTimestamp(), Environment.CpuUsage.TotalTime, 0); // as long as the bare runtime is given
        for (; maps == 0 || Stopwatch.GetElapsedTime(started) < s_each; maps++) mapper.Map(epoch, Stage.N2, CancellationToken.None);
        var (seconds, cells) = (Stopwatch.GetElapsedTime(started).TotalSeconds, epoch.Rows.Count(row => row is not null) * Epoch.Seconds);
        return (seconds / maps, cells, (Environment.CpuUsage.TotalTime - worked).TotalMilliseconds / (maps * cells));
    }
}
